import { corners } from '../../engine/figure/default-looks.ts';
import { SelectRow } from '../inspector/SelectRow.tsx';
import { SliderRow } from '../inspector/SliderRow.tsx';
import { type FramedInset, partWith } from './framed.ts';

interface InsetRowsProps {
  insets: readonly FramedInset[];
  /** What the picture of an inset is called. */
  nameOf(source: string): string;
  onChange(insets: readonly FramedInset[]): void;
}

const cornerNames = {
  'top-left': 'Top left',
  'top-right': 'Top right',
  'bottom-left': 'Bottom left',
  'bottom-right': 'Bottom right',
} as const;

/** What is magnified, inset by inset, in numbers. */
export function InsetRows({ insets, nameOf, onChange }: InsetRowsProps) {
  return insets.map((inset, i) => {
    const change = (next: Partial<FramedInset>) =>
      onChange(insets.map((one) => (one.id === inset.id ? { ...one, ...next } : one)));
    const name = `Inset ${i + 1}`;
    const percent = (
      label: string,
      value: number,
      set: (share: number) => Parameters<typeof partWith>[1],
      min = 0,
    ) => (
      <SliderRow
        label={`${name}, ${label} %`}
        value={Math.round(value * 100)}
        min={min}
        max={100}
        step={1}
        initial={40}
        onChange={(next) => change({ part: partWith(inset.part, set(next / 100)) })}
      />
    );
    return (
      <fieldset key={inset.id} className="figure-inset">
        <legend>
          {name}, {nameOf(inset.of)}
        </legend>
        {percent('from the left', inset.part[0], (across) => ({ across }))}
        {percent('from the top', inset.part[1], (down) => ({ down }))}
        {percent('width', inset.part[2], (size) => ({ size }), 2)}
        <SliderRow
          label={`${name}, times`}
          value={inset.times}
          min={1}
          max={10}
          typedMax={20}
          step={0.5}
          digits={1}
          initial={2}
          onChange={(times) => change({ times })}
        />
        <SelectRow
          label={`${name}, corner`}
          value={inset.corner}
          choices={corners.map((value) => ({ value, label: cornerNames[value] }))}
          onChange={(corner) => change({ corner })}
        />
        <button
          type="button"
          className="button-quiet"
          onClick={() => onChange(insets.filter(({ id }) => id !== inset.id))}
        >
          Remove {name.toLowerCase()}
        </button>
      </fieldset>
    );
  });
}
