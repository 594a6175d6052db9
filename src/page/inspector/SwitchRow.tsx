import { Switch } from 'radix-ui';
import { useId } from 'react';
import { About } from './About.tsx';
import type { Explained } from './explanations.ts';
import './rows.css';

interface SwitchRowProps {
  /** As on the card; the switch's accessible name. */
  label: string;
  /** What the ⓘ beside it explains. */
  about?: Explained;
  note: string;
  checked: boolean;
  disabled?: boolean;
  onChange(checked: boolean): void;
}

/** One yes or no of a recipe. */
export function SwitchRow({ label, about, note, checked, disabled = false, onChange }: SwitchRowProps) {
  const id = useId();
  return (
    <div className="row choice-row">
      <span className="row-head">
        <label className="row-label" htmlFor={id}>
          {label}
        </label>
        {about && <About of={about} name={label} />}
      </span>
      <span className="row-note">{note}</span>
      <Switch.Root
        id={id}
        className="switch"
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
      >
        <Switch.Thumb className="switch-thumb" />
      </Switch.Root>
    </div>
  );
}
