import { ChevronDown, RotateCcw } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useStudio } from '../desk.ts';
import './card.css';

interface CardProps {
  title: string;
  /** How many settings depart from the model's recipe. */
  departures?: number;
  /** Gives this stage the model's recipe again. */
  onBack?: () => void;
  children: ReactNode;
}

/** The card of one stage, which folds under its title. */
export function Card({ title, departures = 0, onBack, children }: CardProps) {
  const headingId = useId();
  const bodyId = useId();
  const isFolded = useStudio((state) => state.folded.includes(title));
  const fold = useStudio((state) => state.fold);
  return (
    <section className="card" aria-labelledby={headingId}>
      <header className="card-head">
        <h2 id={headingId}>
          <button
            type="button"
            className="card-fold"
            aria-expanded={!isFolded}
            aria-controls={bodyId}
            onClick={() => fold(title)}
          >
            {title}
            <ChevronDown aria-hidden />
          </button>
        </h2>
        {departures > 0 && (
          <button type="button" className="card-back" onClick={onBack}>
            <RotateCcw aria-hidden />
            Back to the model’s recipe
          </button>
        )}
      </header>
      <div id={bodyId} hidden={isFolded}>
        {children}
      </div>
    </section>
  );
}
