import { type DreamRecipe, defaultDream } from '../recipe.ts';

/** Named settings of the ascent; model, source, mask, strength and seed stay as they are. */
export interface DreamPreset {
  readonly id: string;
  readonly title: string;
  /** One sentence: what it does and where it is from. */
  readonly words: string;
  readonly dream: Omit<
    DreamRecipe,
    'enabled' | 'source' | 'model' | 'mask' | 'strokes' | 'strength' | 'seed'
  >;
}

const { enabled, source, model, mask, strokes, strength, seed, ...base } = defaultDream;

/**
 * The paper maximises layers of InceptionV3 and gives no settings; its words are those of TensorFlow's tutorial, so the
 * step, the objective and the scale are taken from there. Octaves end at the picture's own size, so that structure stays.
 */
const paper: DreamPreset['dream'] = { ...base, octaves: 3, octaveSteps: 10, steps: 20, jitter: 16 };

export const dreamPresets: readonly DreamPreset[] = [
  {
    id: 'paper-layer-6',
    title: 'Paper, layer 6',
    words: 'The mean of mixed6, as the paper: structure comes out of the colours.',
    dream: { ...paper, layers: { mixed6: 1 } },
  },
  {
    id: 'paper-layer-8',
    title: 'Paper, layer 8',
    words: 'The mean of mixed8, as the paper: larger, calmer shapes.',
    dream: { ...paper, layers: { mixed8: 1 } },
  },
  {
    id: 'paper-layers-6-8',
    title: 'Paper, layers 6 and 8',
    words: 'The means of mixed6 and mixed8 together, as the paper.',
    dream: { ...paper, layers: { mixed6: 1, mixed8: 1 } },
  },
  {
    id: 'tensorflow-tutorial',
    title: 'TensorFlow tutorial',
    words: 'mixed3 and mixed5 over five octaves, 50 steps each, as the tutorial has it.',
    dream: {
      ...base,
      layers: { mixed3: 1, mixed5: 1 },
      octaves: 5,
      octavesAbove: 2,
      octaveScale: 1.3,
      octaveSteps: 50,
      steps: 50,
      detail: 0,
      jitter: 512,
    },
  },
  {
    id: 'fine-texture',
    title: 'Fine texture',
    words:
      'Low layers at the picture\u2019s own size: threads and grain, the messier texture the paper speaks of.',
    dream: { ...base, layers: { mixed0: 1, mixed2: 1 }, octaves: 1, steps: 20, jitter: 8 },
  },
  {
    id: 'structure',
    title: 'Structure',
    words:
      'mixed6 to mixed8 in lightness only, all bands of the gradient alike: structure, and the colours as they were.',
    dream: {
      ...base,
      layers: { mixed6: 1, mixed7: 1, mixed8: 1 },
      smoothing: 'laplacian',
      keepColours: true,
      stopAtBest: true,
      steps: 30,
    },
  },
];

export const presetNamed = (id: string): DreamPreset | undefined => dreamPresets.find((one) => one.id === id);

/** A dream with a preset's ascent. */
export const withPreset = (dream: DreamRecipe, preset: DreamPreset): DreamRecipe => ({
  ...dream,
  ...preset.dream,
  enabled: true,
});
