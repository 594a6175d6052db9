import { RotateCcw } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import type { PaneName } from '../../engine/stages/shown.ts';
import './stage-settings.css';

interface StageSettingsProps {
  title: PaneName;
  /** How many settings depart from the model's recipe. */
  departures?: number;
  /** Gives this stage the model's recipe again. */
  onBack?: () => void;
  children: ReactNode;
}

/** What the inspector shows of one stage. */
export function StageSettings({ title, departures = 0, onBack, children }: StageSettingsProps) {
  const headingId = useId();
  return (
    <section className="stage-settings" aria-labelledby={headingId}>
      <header className="stage-settings-head">
        <h2 id={headingId}>{title}</h2>
        {departures > 0 && (
          <button type="button" className="stage-settings-back" onClick={onBack}>
            <RotateCcw aria-hidden />
            Back to the model’s recipe
          </button>
        )}
      </header>
      {children}
    </section>
  );
}
