import { RadioGroup } from 'radix-ui';
import { useId } from 'react';
import { About } from './About.tsx';
import type { Explained } from './explanations.ts';
import './rows.css';

interface ChoiceRowProps<T extends string | number> {
  label: string;
  /** What the ⓘ beside it explains. */
  about?: Explained;
  value: T;
  choices: readonly { readonly value: T; readonly label: string }[];
  /** What it was trained at, in words, where it departs from that. */
  trainedAt?: string | undefined;
  onChange(value: T): void;
}

/** A few choices side by side, one of which holds. */
export function ChoiceRow<T extends string | number>(props: ChoiceRowProps<T>) {
  const { label, about, value, choices, trainedAt, onChange } = props;
  const note = trainedAt === undefined ? undefined : `trained at ${trainedAt}`;
  const noteId = useId();
  return (
    <div className="row choice-row" data-departs={note && true} title={note}>
      <span className="row-head">
        <span className="row-label">{label}</span>
        {about && <About of={about} name={label} />}
      </span>
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
