import { useId } from 'react';
import type { FileFacts } from '../../bridge/messages.ts';
import { LEAST_SIDE, MOST_SIDE, partSide, tooLarge } from '../../state/planes.ts';
import { useStudio } from '../desk.ts';
import { About } from './About.tsx';
import { sizeChoices } from './size-choices.ts';
import { useNumberDraft } from './use-number-draft.ts';
import './rows.css';

interface SizeRowProps {
  /** The side that the model was trained at. */
  trained: number | undefined;
  departs: boolean;
  /** Null before the picture was read. */
  facts: FileFacts | null;
}

const TRUE = 'true';

/** How large the working picture is: a side in pixels, typed or chosen, or the file's own pixels. */
export function SizeRow({ trained, departs, facts }: SizeRowProps) {
  const id = useId();
  const develop = useStudio((state) => state.recipe.develop);
  const change = useStudio((state) => state.changeDevelop);
  const isScaled = develop.scale !== null;
  const large = facts && tooLarge(facts, develop);
  const side = isScaled && facts ? Math.round(partSide(facts, develop) * (develop.scale ?? 1)) : develop.size;
  const draft = useNumberDraft({
    value: Math.min(side, MOST_SIDE),
    min: LEAST_SIDE,
    max: MOST_SIDE,
    step: 32,
    digits: 0,
    onChange: (size) => change({ size: Math.round(size), scale: null }),
  });
  const note = departs && trained !== undefined ? `trained at ${trained}` : undefined;
  return (
    <>
      <div className="row choice-row" data-departs={note && true} title={note}>
        <span className="row-head">
          <label className="row-label" htmlFor={id}>
            Size
          </label>
          <About of="size" name="Size" />
        </span>
        <span className="row-note" id={`${id}note`}>
          {note}
        </span>
        <span className="number-pair">
          <input className="number" aria-label="Size, number" {...draft.field} />
          <select
            id={id}
            className="select"
            aria-describedby={note && `${id}note`}
            value={isScaled ? TRUE : develop.size}
            onChange={({ target }) =>
              change(target.value === TRUE ? { scale: 1 } : { size: Number(target.value), scale: null })
            }
          >
            {sizeChoices(develop.size, trained).map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
            <option value={TRUE}>True size</option>
          </select>
        </span>
      </div>
      {large !== null && (
        <p className="row-hint">
          At true size this would be {large.toLocaleString('en')} px a side, and the page works on{' '}
          {MOST_SIDE.toLocaleString('en')} at most. Choose a smaller part.
        </p>
      )}
    </>
  );
}
