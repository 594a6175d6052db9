import { FileDown } from 'lucide-react';
import { useEffect, useState } from 'react';

interface Stop {
  readonly title: string;
  readonly words: string;
  /** A file in public/tour, and what it shows; without one a drawing stands there. */
  readonly picture?: { readonly file: string; readonly seen: string };
}

const stops: readonly [Stop, ...Stop[]] = [
  {
    title: 'Input',
    words: 'Drop a picture anywhere on the page; here you choose its contrast and the part to work on.',
    picture: { file: 'input', seen: 'Red blood cells under the microscope.' },
  },
  {
    title: 'Edges',
    words: 'The outlines are found where light and dark meet; a pen and an eraser mend them.',
    picture: { file: 'edges', seen: 'The outlines of the same cells, white on black.' },
  },
  {
    title: 'Colour',
    words: 'A network paints colours from the outlines: it invents them, nothing is measured.',
    picture: { file: 'colour', seen: 'The same cells, painted pink by a network.' },
  },
  {
    title: 'Dream',
    words:
      'A second network changes the picture until it sees more of what it knows, and that is invented too.',
    picture: { file: 'dream', seen: 'The painted cells, grown over with fine patterns.' },
  },
  {
    title: 'Export',
    words: 'Export saves a picture, all of them or a film, each with the settings that made it inside.',
  },
];

/** One sentence about each stage, with Next and Back or the arrow keys. @param props.onEnd is called by Next on the last one. */
export function Tour({ onEnd }: { onEnd(): void }) {
  const [at, setAt] = useState(0);
  const { title, words, picture } = stops[at] ?? stops[0];
  const back = () => setAt(Math.max(0, at - 1));
  const next = () => (at < stops.length - 1 ? setAt(at + 1) : onEnd());

  useEffect(() => {
    const listening = new AbortController();
    addEventListener(
      'keydown',
      ({ key, target }) => {
        if (target instanceof Element && target.closest('[role="tablist"]')) return; // there they choose the tab
        if (key === 'ArrowRight') next();
        if (key === 'ArrowLeft') back();
      },
      { signal: listening.signal },
    );
    return () => listening.abort();
  });

  return (
    <section className="tour" aria-label="Tour">
      <div className="tour-picture">
        {picture ? (
          <img src={`./tour/${picture.file}.webp`} width={256} height={256} alt={picture.seen} />
        ) : (
          <FileDown aria-hidden />
        )}
      </div>
      <div className="tour-words" aria-live="polite">
        <h3>{title}</h3>
        <p>{words}</p>
      </div>
      <div className="dialog-foot">
        <span className="tour-place">
          {at + 1} of {stops.length}
        </span>
        <div className="dialog-actions">
          <button type="button" className="button" aria-disabled={at === 0} onClick={back}>
            Back
          </button>
          <button type="button" className="button" onClick={next}>
            {at < stops.length - 1 ? 'Next' : 'The keys'}
          </button>
        </div>
      </div>
    </section>
  );
}
