import { Checkbox } from 'radix-ui';
import { useId } from 'react';
import '../inspector/dream.css';

interface ChoicesProps<T extends string> {
  legend: string;
  choices: readonly { readonly value: T; readonly label: string }[];
  chosen: readonly T[];
  /** Is told all that are chosen, in the order of the choices. */
  onChange(chosen: readonly T[]): void;
}

/** Some of several, at least one. */
export function Choices<T extends string>({ legend, choices, chosen, onChange }: ChoicesProps<T>) {
  const id = useId();
  const change = (value: T, isChosen: boolean) => {
    const next = choices.flatMap((one) =>
      (one.value === value ? isChosen : chosen.includes(one.value)) ? [one.value] : [],
    );
    if (next.length > 0) onChange(next);
  };
  return (
    <fieldset className="figure-choices">
      <legend>{legend}</legend>
      {choices.map(({ value, label }) => (
        <span key={value} className="layer">
          <Checkbox.Root
            id={`${id}${value}`}
            className="checkbox"
            aria-label={label}
            checked={chosen.includes(value)}
            onCheckedChange={(checked) => change(value, checked === true)}
          >
            <Checkbox.Indicator className="checkbox-mark" />
          </Checkbox.Root>
          <label htmlFor={`${id}${value}`}>{label}</label>
        </span>
      ))}
    </fieldset>
  );
}
