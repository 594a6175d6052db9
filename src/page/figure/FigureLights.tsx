import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { Preview } from './use-figure.ts';

/** What the figure has and lacks of what journals ask for. */
export function FigureLights({ lights }: Pick<Preview, 'lights'>) {
  return (
    <ul className="figure-lights" aria-label="Checklist">
      {lights.map(({ name, isMet, sentence }) => (
        <li key={name} data-met={isMet}>
          {isMet ? (
            <CircleCheck role="img" aria-label="There" />
          ) : (
            <TriangleAlert role="img" aria-label="Missing" />
          )}
          <span>
            <strong>{name}.</strong> {sentence}
          </span>
        </li>
      ))}
    </ul>
  );
}
