import './dream-example.css';

/** What a dream looks like, while there is none: the first sample, painted and dreamed on by `npm run explain`. */
export function DreamExample({ onDream }: { onDream(): void }) {
  return (
    <>
      <figure className="dream-example">
        <img
          src="./tour/dream.webp"
          width={256}
          height={256}
          alt="A blood smear whose cells and ground are grown over with fine patterns"
        />
        <figcaption>An example: dreamed by a network</figcaption>
      </figure>
      <button type="button" className="button" onClick={onDream}>
        Dream this
      </button>
    </>
  );
}
