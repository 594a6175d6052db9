import { type KeyboardEvent, useState } from 'react';

interface NumberDraft {
  value: number;
  min: number;
  max: number;
  step: number;
  /** Digits after the point. */
  digits: number;
  onChange(value: number): void;
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** A number that is being typed: it counts on Enter and on leaving the field; Escape, or no number, drops it. */
export function useNumberDraft({ value, min, max, step, digits, onChange }: NumberDraft) {
  const [draft, setDraft] = useState<string | null>(null);
  const take = () => {
    const typed = Number(draft?.trim().replace(',', '.'));
    if (draft?.trim() && Number.isFinite(typed)) onChange(clamp(typed, min, max));
    setDraft(null);
  };
  const stepBy = (steps: number) => onChange(clamp(Number((value + steps * step).toFixed(digits)), min, max));
  return {
    setDraft,
    /** For an `<input>`. */
    field: {
      type: 'text',
      inputMode: 'decimal',
      autoComplete: 'off',
      /** For the shortcuts: Ctrl Z is the field's own while something is typed. */
      'data-typing': draft !== null || undefined,
      value: draft ?? value.toFixed(digits),
      onChange: (event: { target: { value: string } }) => setDraft(event.target.value),
      onBlur: take,
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key === 'Enter') take();
        else if (event.key === 'ArrowUp') stepBy(1);
        else if (event.key === 'ArrowDown') stepBy(-1);
        else if (event.key === 'Escape' && draft !== null) setDraft(null);
        else return;
        event.preventDefault();
      },
    },
  } as const;
}
