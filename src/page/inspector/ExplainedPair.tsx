import type { ExplainedPicture } from '../../engine/explained/explained-picture.ts';
import { explainedPictures } from '../../engine/explained/pictures.ts';
import type { Explained } from './explanations.ts';

const halves = ['before', 'after'] as const;

/** What a control does, as two pictures beside one another; nothing where no picture helps. One file holds both. */
export function ExplainedPair({ of }: { of: Explained }) {
  const picture: ExplainedPicture | undefined = explainedPictures[of];
  if (!picture) return null;
  return (
    <div className="explained">
      {halves.map((half) => (
        <figure key={half}>
          <img
            className={`explained-${half}`}
            src={`./explained/${of}.webp`}
            width={128}
            height={128}
            loading="lazy"
            alt={picture[half].seen}
          />
          <figcaption>{picture[half].words}</figcaption>
        </figure>
      ))}
    </div>
  );
}
