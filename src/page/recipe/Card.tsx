import { RotateCcw } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import './card.css';

interface CardProps {
  title: string;
  /** How many settings depart from the model's recipe. */
  departures?: number;
  /** Gives this stage the model's recipe again. */
  onBack?: () => void;
  children: ReactNode;
}

/** The card of one stage. */
export function Card({ title, departures = 0, onBack, children }: CardProps) {
  const headingId = useId();
  return (
    <section className="card" aria-labelledby={headingId}>
      <header className="card-head">
        <h2 id={headingId}>{title}</h2>
        {departures > 0 && (
          <button type="button" className="card-back" onClick={onBack}>
            <RotateCcw aria-hidden />
            Back to the model’s recipe
          </button>
        )}
      </header>
      {children}
    </section>
  );
}
