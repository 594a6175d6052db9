import type { DreamRecipe } from '../../engine/recipe.ts';
import { initialDream } from '../../state/dream.ts';
import { useStudio } from '../desk.ts';
import { ChoiceRow } from './ChoiceRow.tsx';
import type { Explained } from './explanations.ts';
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
} as const;

type Numbers = { [K in keyof DreamRecipe]: DreamRecipe[K] extends number ? K : never }[keyof DreamRecipe];

interface Row {
  readonly field: Numbers;
  readonly about: Explained;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly digits?: number;
  readonly typedMax?: number;
}

const rows: readonly Row[] = [
  { field: 'octaves', about: 'octaves', label: 'Octaves', min: 1, max: 8, step: 1 },
  {
    field: 'octaveSteps',
    about: 'octaveSteps',
    label: 'Steps at smaller sizes',
    min: 1,
    max: 50,
    typedMax: 200,
    step: 1,
  },
  {
    field: 'octaveScale',
    about: 'octaveScale',
    label: 'Octave scale',
    min: 1.1,
    max: 2,
    step: 0.05,
    digits: 2,
  },
  { field: 'octavesAbove', about: 'octavesAbove', label: 'Octaves above the size', min: 0, max: 3, step: 1 },
  { field: 'detail', about: 'detail', label: 'Detail given back', min: 0, max: 1, step: 0.05, digits: 2 },
  { field: 'jitter', about: 'jitter', label: 'Jitter, px', min: 0, max: 64, typedMax: 512, step: 1 },
  {
    field: 'totalVariation',
    about: 'totalVariation',
    label: 'Total variation',
    min: 0,
    max: 1,
    step: 0.01,
    digits: 2,
  },
  { field: 'seed', about: 'seed', label: 'Seed', min: 0, max: 999, typedMax: 2 ** 32 - 1, step: 1 },
];

/** The settings of a dream that most people leave alone. */
export function DreamDetails() {
  const dream = useStudio((state) => state.recipe.dream);
  const change = useStudio((state) => state.changeDream);
  const initial = initialDream(dream);
  const hasSigma = dream.smoothing === 'gaussian';
  return (
    <>
      <ChoiceRow
        label="Dream on"
        about="source"
        value={dream.source}
        choices={choices.source}
        onChange={(source) => change({ source })}
      />
      <GuideRow />
      <SwitchRow
        label="Keep original colours"
        about="keepColours"
        note="lightness only"
        checked={dream.keepColours}
        onChange={(keepColours) => change({ keepColours })}
      />
      <SwitchRow
        label="Stop at the best"
        about="stopAtBest"
        note="of structure"
        checked={dream.stopAtBest}
        onChange={(stopAtBest) => change({ stopAtBest })}
      />
      <ChoiceRow
        label="Objective"
        about="objective"
        value={dream.objective}
        choices={dream.objective === 'guide' ? choices.guided : choices.objective}
        onChange={(objective) => change({ objective })}
      />
      <ChoiceRow
        label="Gradient over its"
        about="normalise"
        value={dream.normalise}
        choices={choices.normalise}
        onChange={(normalise) => change({ normalise })}
      />
      <SelectRow
        label="Smoothing"
        about="smoothing"
        value={dream.smoothing}
        choices={choices.smoothing}
        onChange={(smoothing) => change({ smoothing })}
      />
      {hasSigma && (
        <SliderRow
          label="Smoothing (sigma)"
          about="smoothingSigma"
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
    </>
  );
}
