import { Eye, EyeOff } from 'lucide-react';
import { Slider } from 'radix-ui';
import type { ChannelLook } from '../../engine/recipe.ts';
import type { Studio } from '../../state/studio.ts';
import { IconButton } from '../frame/IconButton.tsx';
import { Histogram } from './Histogram.tsx';
import { StainColour } from './StainColour.tsx';
import { useGesture } from './use-gesture.ts';
import { useNumberDraft } from './use-number-draft.ts';
import { useTouchSlide } from './use-touch-slide.ts';

type Levels = Studio['levels'][number];

interface StainRowProps {
  name: string;
  look: ChannelLook;
  /** Missing until they come. */
  levels: Levels | undefined;
  onChange(change: Partial<ChannelLook>): void;
  /** Shows it alone, or all again. */
  onAlone(): void;
}

const nothing: Levels = { least: 0, most: 1, counts: new Uint32Array(1), automatic: [0, 1] };

/** What a thumb moves by: 1 for whole numbers, else about a two hundredth of the span. */
function stepOf({ least, most }: Levels): number {
  const areWhole = Number.isInteger(least) && Number.isInteger(most) && most - least >= 16;
  return areWhole ? 1 : 10 ** Math.floor(Math.log10((most - least || 1) / 200));
}

/** One stain: whether it is shown, its colour, and which of its values become dark and bright. */
export function StainRow({ name, look, levels: known, onChange, onAlone }: StainRowProps) {
  const levels = known ?? nothing;
  const [low, high] = look.range ?? levels.automatic;
  const step = stepOf(levels);
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  const take = (next: readonly [number, number]) => {
    if (next[0] < next[1]) onChange({ range: [next[0], next[1]] });
  };
  const [min, max] = [levels.least, Math.max(levels.most, levels.least + step)];
  const within = (value: number) => Math.min(max, Math.max(min, value));
  const thumbs = [within(low), within(high)] as const;
  /** A thumb that stays keeps its number, though the number lies beyond the track. */
  const slid = ([nextLow, nextHigh]: readonly number[]) => {
    if (nextLow === undefined || nextHigh === undefined) return;
    take([nextLow === thumbs[0] ? low : nextLow, nextHigh === thumbs[1] ? high : nextHigh]);
  };
  const gesture = useGesture();
  const touch = useTouchSlide({ values: thumbs, min, max, step, disabled: !known, onChange: slid });
  const limits = { min: -1e9, max: 1e9, step, digits };
  const lowDraft = useNumberDraft({
    ...limits,
    value: low,
    onChange: (next) => take([next, Math.max(high, next + step)]),
  });
  const highDraft = useNumberDraft({
    ...limits,
    value: high,
    onChange: (next) => take([Math.min(low, next - step), next]),
  });
  /** Nothing is said before it is known. */
  const shown = ({ field }: typeof lowDraft) => (known || look.range ? field : { ...field, value: '' });
  return (
    <li className="stain" data-hidden={!look.shown || undefined}>
      <IconButton
        label={`Show ${name}`}
        shortcut="Alt + click: only this one"
        icon={look.shown ? <Eye /> : <EyeOff />}
        aria-pressed={look.shown}
        onClick={({ altKey }) => (altKey ? onAlone() : onChange({ shown: !look.shown }))}
      />
      <StainColour
        name={name}
        colour={look.colour}
        onChange={(colour) => onChange({ colour })}
        onAlone={onAlone}
      />
      <span className="stain-name" title={name}>
        {name}
      </span>
      <span className="number-pair">
        <input
          className="number"
          aria-label={`${name}, dark, number`}
          disabled={!known}
          {...shown(lowDraft)}
        />
        <input
          className="number"
          aria-label={`${name}, bright, number`}
          disabled={!known}
          {...shown(highDraft)}
        />
      </span>
      <div className="stain-range">
        <Histogram counts={levels.counts} />
        <Slider.Root
          className="slider"
          value={[...thumbs]}
          min={min}
          max={max}
          step={step}
          disabled={!known}
          onValueChange={slid}
          onDoubleClick={() => known && onChange({ range: null })}
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
          <Slider.Thumb className="slider-thumb" aria-label={`${name}, dark`} />
          <Slider.Thumb className="slider-thumb" aria-label={`${name}, bright`} />
        </Slider.Root>
      </div>
    </li>
  );
}
