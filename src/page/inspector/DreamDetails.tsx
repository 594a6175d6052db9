import type { DreamRecipe } from '../../engine/recipe.ts';
import { initialDream } from '../../state/dream.ts';
import { useStudio } from '../desk.ts';
import { ChoiceRow } from './ChoiceRow.tsx';
import { GuideRow } from './GuideRow.tsx';
import { SelectRow } from './SelectRow.tsx';
import { SliderRow } from './SliderRow.tsx';
import { SwitchRow } from './SwitchRow.tsx';

const choices = {
  source: [
    { value: 'colour', label: 'Colour' },
    { value: 'input', label: 'Input' },
  ],
  objective: [
    { value: 'mean', label: 'Mean' },
    { value: 'l2', label: 'L2' },
  ],
  guided: [
    { value: 'mean', label: 'Mean' },
    { value: 'l2', label: 'L2' },
    { value: 'guide', label: 'Guide' },
  ],
  normalise: [
    { value: 'std', label: 'Std' },
    { value: 'meanAbsolute', label: 'Mean |g|' },
  ],
  smoothing: [
    { value: 'none', label: 'None' },
    { value: 'gaussian', label: 'Gaussian cascade' },
    { value: 'laplacian', label: 'Laplacian pyramid' },
  ],
  mask: [
    { value: 'everywhere', label: 'Everywhere' },
    { value: 'inside', label: 'Inside the cells' },
    { value: 'outside', label: 'Outside the cells' },
    { value: 'painted', label: 'Where I paint' },
  ],
} as const;

type Numbers = { [K in keyof DreamRecipe]: DreamRecipe[K] extends number ? K : never }[keyof DreamRecipe];

interface Row {
  readonly field: Numbers;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly digits?: number;
  readonly typedMax?: number;
}

const rows: readonly Row[] = [
  { field: 'octaveSteps', label: 'Steps in earlier octaves', min: 1, max: 50, typedMax: 200, step: 1 },
  { field: 'octaveScale', label: 'Octave scale', min: 1.1, max: 2, step: 0.05, digits: 2 },
  { field: 'octavesAbove', label: 'Octaves above the size', min: 0, max: 3, step: 1 },
  { field: 'detail', label: 'Detail given back', min: 0, max: 1, step: 0.05, digits: 2 },
  { field: 'jitter', label: 'Jitter, px', min: 0, max: 64, typedMax: 512, step: 1 },
  { field: 'totalVariation', label: 'Total variation', min: 0, max: 1, step: 0.01, digits: 2 },
  { field: 'seed', label: 'Seed', min: 0, max: 999, typedMax: 2 ** 32 - 1, step: 1 },
];

/** The settings of a dream that most people leave alone, and where and how it is laid over the picture. */
export function DreamDetails() {
  const dream = useStudio((state) => state.recipe.dream);
  const change = useStudio((state) => state.changeDream);
  const initial = initialDream(dream);
  const hasSigma = dream.smoothing === 'gaussian';
  return (
    <>
      <ChoiceRow
        label="Dream on"
        value={dream.source}
        choices={choices.source}
        onChange={(source) => change({ source })}
      />
      <GuideRow />
      <SelectRow
        label="Where"
        value={dream.mask}
        choices={choices.mask}
        onChange={(mask) => change(mask === 'painted' ? { mask, enabled: true } : { mask })}
      />
      {dream.mask === 'painted' && (
        <p className="row-hint">
          Paint in the Dream pane where the dream may change the picture; the rest stays as it is.
        </p>
      )}
      <SwitchRow
        label="Keep original colours"
        note="lightness only"
        checked={dream.keepColours}
        onChange={(keepColours) => change({ keepColours })}
      />
      <SwitchRow
        label="Stop at the best"
        note="of structure"
        checked={dream.stopAtBest}
        onChange={(stopAtBest) => change({ stopAtBest })}
      />
      <SliderRow
        label="Dream strength"
        value={dream.strength}
        min={0}
        max={1}
        step={0.01}
        digits={2}
        initial={1}
        onChange={(strength) => change({ strength })}
      />
      <details className="more">
        <summary>More settings</summary>
        <div className="row-pair">
          <ChoiceRow
            label="Objective"
            value={dream.objective}
            choices={dream.objective === 'guide' ? choices.guided : choices.objective}
            onChange={(objective) => change({ objective })}
          />
        </div>
        <ChoiceRow
          label="Gradient over its"
          value={dream.normalise}
          choices={choices.normalise}
          onChange={(normalise) => change({ normalise })}
        />
        <SelectRow
          label="Smoothing"
          value={dream.smoothing}
          choices={choices.smoothing}
          onChange={(smoothing) => change({ smoothing })}
        />
        {hasSigma && (
          <SliderRow
            label="Smoothing (sigma)"
            value={dream.smoothingSigma}
            min={0.25}
            max={8}
            step={0.25}
            digits={2}
            initial={initial.smoothingSigma}
            onChange={(smoothingSigma) => change({ smoothingSigma })}
          />
        )}
        {rows.map(({ field, ...row }) => (
          <SliderRow
            key={field}
            {...row}
            value={dream[field]}
            initial={initial[field]}
            onChange={(value) => change({ [field]: value })}
          />
        ))}
      </details>
    </>
  );
}
