import { RadioGroup } from 'radix-ui';
import { useId } from 'react';
import './rows.css';

interface ChoiceRowProps<T extends string | number> {
  label: string;
  value: T;
  choices: readonly { readonly value: T; readonly label: string }[];
  /** What it was trained at, in words, where it departs from that. */
  trainedAt?: string | undefined;
  onChange(value: T): void;
}

/** A few choices side by side, one of which holds. */
export function ChoiceRow<T extends string | number>(props: ChoiceRowProps<T>) {
  const { label, value, choices, trainedAt, onChange } = props;
  const note = trainedAt === undefined ? undefined : `trained at ${trainedAt}`;
  const noteId = useId();
  return (
    <div className="row choice-row" data-departs={note && true} title={note}>
      <span className="row-label">{label}</span>
      <span className="row-note" id={noteId}>
        {note}
      </span>
      <RadioGroup.Root
        className="segments"
        aria-label={label}
        aria-describedby={note && noteId}
        orientation="horizontal"
        value={String(value)}
        onValueChange={(next) => {
          const choice = choices.find((one) => String(one.value) === next);
          if (choice) onChange(choice.value);
        }}
      >
        {choices.map((choice) => (
          <RadioGroup.Item key={choice.value} className="segment" value={String(choice.value)}>
            {choice.label}
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </div>
  );
}
