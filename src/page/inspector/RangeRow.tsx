import { Slider } from 'radix-ui';
import { About } from './About.tsx';
import type { Explained } from './explanations.ts';
import { useGesture } from './use-gesture.ts';
import { useNumberDraft } from './use-number-draft.ts';
import { useTouchSlide } from './use-touch-slide.ts';
import './rows.css';

interface RangeRowProps {
  label: string;
  /** What the ⓘ beside it explains. */
  about?: Explained;
  /** Names of the two thumbs. */
  names: readonly [low: string, high: string];
  low: number;
  high: number;
  min: number;
  max: number;
  step: number;
  digits: number;
  initial: readonly [low: number, high: number];
  /** What it was trained at, in words, where it departs from that. */
  trainedAt?: string | undefined;
  onChange(change: { low?: number; high?: number }): void;
}

/** Two numbers of a recipe on one track. */
export function RangeRow(props: RangeRowProps) {
  const { label, about, names, low, high, min, max, step, digits, initial, trainedAt, onChange } = props;
  const gesture = useGesture();
  const touch = useTouchSlide({
    values: [low, high],
    min,
    max,
    step,
    onChange: ([nextLow, nextHigh]) => {
      if (nextLow !== undefined && nextHigh !== undefined) onChange({ low: nextLow, high: nextHigh });
    },
  });
  const limits = { min, max, step, digits };
  const lowDraft = useNumberDraft({ ...limits, value: low, onChange: (next) => onChange({ low: next }) });
  const highDraft = useNumberDraft({ ...limits, value: high, onChange: (next) => onChange({ high: next }) });
  return (
    <div className="row slider-row" data-departs={trainedAt !== undefined || undefined}>
      <span className="row-head">
        <span className="row-label">{label}</span>
        {about && <About of={about} name={label} />}
      </span>
      <span className="row-note">{trainedAt !== undefined && `trained at ${trainedAt}`}</span>
      <span className="number-pair">
        <input className="number" aria-label={`${names[0]}, number`} {...lowDraft.field} />
        <input className="number" aria-label={`${names[1]}, number`} {...highDraft.field} />
      </span>
      <Slider.Root
        className="slider"
        value={[low, high]}
        min={min}
        max={max}
        step={step}
        minStepsBetweenThumbs={1}
        onValueChange={([nextLow, nextHigh]) => {
          if (nextLow !== undefined && nextHigh !== undefined) onChange({ low: nextLow, high: nextHigh });
        }}
        onDoubleClick={() => onChange({ low: initial[0], high: initial[1] })}
        {...gesture}
        {...touch}
        onPointerUp={(event) => {
          touch.onPointerUp(event);
          gesture.onPointerUp();
        }}
      >
        <Slider.Track className="slider-track">
          <Slider.Range className="slider-range" />
        </Slider.Track>
        <Slider.Thumb className="slider-thumb" aria-label={names[0]} />
        <Slider.Thumb className="slider-thumb" aria-label={names[1]} />
      </Slider.Root>
    </div>
  );
}
