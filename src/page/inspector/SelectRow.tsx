import { useId } from 'react';
import { About } from './About.tsx';
import type { Explained } from './explanations.ts';
import './rows.css';

interface SelectRowProps<T extends string | number> {
  label: string;
  /** What the ⓘ beside it explains. */
  about?: Explained;
  value: T;
  choices: readonly { readonly value: T; readonly label: string }[];
  /** What it was trained at, in words, where it departs from that. */
  trainedAt?: string | undefined;
  onChange(value: T): void;
}

/** One of many choices, in a list that opens. */
export function SelectRow<T extends string | number>(props: SelectRowProps<T>) {
  const { label, about, value, choices, trainedAt, onChange } = props;
  const id = useId();
  const note = trainedAt === undefined ? undefined : `trained at ${trainedAt}`;
  return (
    <div className="row choice-row" data-departs={note && true} title={note}>
      <span className="row-head">
        <label className="row-label" htmlFor={id}>
          {label}
        </label>
        {about && <About of={about} name={label} />}
      </span>
      <span className="row-note" id={`${id}note`}>
        {note}
      </span>
      <select
        id={id}
        className="select"
        aria-describedby={note && `${id}note`}
        value={value}
        onChange={({ target }) => {
          const choice = choices[target.selectedIndex];
          if (choice) onChange(choice.value);
        }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </div>
  );
}
