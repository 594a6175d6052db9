import { Slider } from 'radix-ui';
import { type KeyboardEvent, useId, useRef } from 'react';
import { About } from './About.tsx';
import type { Explained } from './explanations.ts';
import { useGesture } from './use-gesture.ts';
import { useNumberDraft } from './use-number-draft.ts';
import { useTouchSlide } from './use-touch-slide.ts';
import './rows.css';

interface SliderRowProps {
  /** As on the card; the slider's accessible name. */
  label: string;
  /** What the ⓘ beside it explains. */
  about?: Explained;
  value: number;
  min: number;
  max: number;
  step: number;
  /** Digits after the point; 0 unless told. */
  digits?: number;
  /** The largest number that may be typed, where that is more than the slider shows. */
  typedMax?: number;
  /** Where a double click goes back to. */
  initial: number;
  /** The value the model was trained at, where this one departs from it. */
  trainedAt?: number | undefined;
  disabled?: boolean;
  onChange(value: number): void;
}

/** Where a value stands on the track, as Radix places its thumb of 14 px: inside of both ends. */
const along = (value: number, min: number, max: number) => {
  const share = Math.min(1, Math.max(0, (value - min) / (max - min)));
  return `calc(${share * 100}% + ${(0.5 - share) * 14}px)`;
};

/** One number of a recipe: slider and typed number; resets on double click or Delete. */
export function SliderRow(props: SliderRowProps) {
  const {
    label,
    about,
    value,
    min,
    max,
    step,
    digits = 0,
    initial,
    trainedAt,
    disabled = false,
    onChange,
  } = props;
  const noteId = useId();
  const number = useRef<HTMLInputElement>(null);
  const gesture = useGesture();
  const touch = useTouchSlide({
    values: [value],
    min,
    max,
    step,
    disabled,
    onChange: ([next]) => next !== undefined && onChange(next),
  });
  const { field, setDraft } = useNumberDraft({
    value,
    min,
    max: props.typedMax ?? max,
    step,
    digits,
    onChange,
  });

  const typed = (event: KeyboardEvent) => {
    if (event.key === 'Delete' || event.key === 'Backspace') onChange(initial);
    else if (/^[0-9.,]$/.test(event.key) && !event.ctrlKey && !event.metaKey) {
      setDraft(event.key);
      number.current?.focus();
    } else return;
    event.preventDefault();
  };

  return (
    <div className="row slider-row" data-departs={trainedAt !== undefined || undefined}>
      <span className="row-head">
        <span className="row-label">{label}</span>
        {about && <About of={about} name={label} />}
      </span>
      <span className="row-note" id={noteId}>
        {trainedAt !== undefined && `trained at ${trainedAt}`}
      </span>
      <input ref={number} className="number" aria-label={`${label}, number`} disabled={disabled} {...field} />
      <Slider.Root
        className="slider"
        value={[value]}
        min={min}
        max={max}
        step={step}
        disabled={disabled}
        onValueChange={([next]) => next !== undefined && onChange(next)}
        onDoubleClick={() => !disabled && onChange(initial)}
        {...gesture}
        {...touch}
        onPointerUp={(event) => {
          touch.onPointerUp(event);
          gesture.onPointerUp();
        }}
      >
        <Slider.Track className="slider-track">
          <Slider.Range className="slider-range" />
          {trainedAt !== undefined && (
            <span className="slider-trained" style={{ left: along(trainedAt, min, max) }} />
          )}
        </Slider.Track>
        <Slider.Thumb
          className="slider-thumb"
          aria-label={label}
          aria-describedby={trainedAt === undefined ? undefined : noteId}
          onKeyDown={typed}
        />
      </Slider.Root>
    </div>
  );
}
