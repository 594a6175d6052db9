import { Checkbox } from 'radix-ui';
import { useId } from 'react';
import '../inspector/checkbox.css';

interface CheckRowProps {
  label: string;
  checked: boolean;
  disabled?: boolean;
  onChange(checked: boolean): void;
}

/** One of several that can hold at once. */
export function CheckRow({ label, checked, disabled = false, onChange }: CheckRowProps) {
  const id = useId();
  return (
    <span className="check-row">
      <Checkbox.Root
        id={id}
        className="checkbox"
        checked={checked}
        disabled={disabled}
        onCheckedChange={(next) => onChange(next === true)}
      >
        <Checkbox.Indicator className="checkbox-mark" />
      </Checkbox.Root>
      <label htmlFor={id}>{label}</label>
    </span>
  );
}
