import { Switch } from 'radix-ui';
import { useId } from 'react';
import './rows.css';

interface SwitchRowProps {
  /** As on the card; the switch's accessible name. */
  label: string;
  note: string;
  checked: boolean;
  disabled?: boolean;
  onChange(checked: boolean): void;
}

/** One yes or no of a recipe. */
export function SwitchRow({ label, note, checked, disabled = false, onChange }: SwitchRowProps) {
  const id = useId();
  return (
    <div className="row choice-row">
      <label className="row-label" htmlFor={id}>
        {label}
      </label>
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
