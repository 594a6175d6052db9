import * as v from 'valibot';
import { faultsIn } from './faults.ts';

const between = (low: number, high: number) => v.pipe(v.number(), v.minValue(low), v.maxValue(high));

/** One pull of the pen or the eraser over the edges. */
const strokeSchema = v.strictObject({
  tool: v.picklist(['pen', 'eraser']),
  /** Diameter in pixels of the developed picture, 1..64. */
  size: between(1, 64),
  /** x0, y0, x1, y1, ... as shares (0..1) of the developed picture's width and height. */
  points: v.pipe(v.array(between(0, 1)), v.minLength(2)),
});

/** Its ranges hold wherever such settings are stored. */
export const developSchema = v.strictObject({
  /** `grey` for the luminance of an RGB picture (or the first channel), else the number of a channel, from 0. */
  channel: v.union([v.literal('grey'), v.pipe(v.number(), v.integer(), v.minValue(0))]),
  /** Percentiles of the grey values (0..100) that become black and white. */
  low: between(0, 100),
  high: between(0, 100),
  /** Exponent on the stretched 0..1 values; below 1 lifts the dark parts. */
  gamma: between(0.1, 4),
  /** `crop` cuts a square, `fit` keeps the whole picture and its proportions. */
  frame: v.picklist(['crop', 'fit']),
  /** Pixels of the working picture's longer side: a multiple of 256, or less for models that were trained on less. */
  size: v.picklist([32, 64, 128, 256, 512, 768, 1024]),
  /** With `crop`: the square's side is the shorter side divided by this, 1..16. */
  zoom: between(1, 16),
  /** With `crop`: the square's place, 0..1 of the room it has across and down; 0.5 is the centre. */
  across: between(0, 1),
  down: between(0, 1),
});

/** Its ranges hold wherever such settings are stored. */
export const edgesSchema = v.strictObject({
  /** `auto` takes the thresholds from percentiles of the gradient magnitude; `low` and `high` then rest. */
  thresholds: v.picklist(['fixed', 'auto']),
  /** Hysteresis thresholds on the gradient magnitude (aperture 3 reaches 1530 in L1, 1140 in L2). */
  low: between(0, 1000),
  high: between(0, 1000),
  /** Standard deviation of the Gaussian blur before the gradient, in pixels; 0 leaves it out. */
  sigma: between(0, 10),
  /** Side of the Sobel kernel in pixels. */
  aperture: v.picklist([3, 5, 7]),
  /** Magnitude of a gradient: |gx| + |gy|, or the root of the sum of squares. */
  norm: v.picklist(['L1', 'L2']),
  /** Drawn over the found edges, in this order. */
  strokes: v.array(strokeSchema),
});

const colourSchema = v.strictObject({
  /** A model's id, or `none`. */
  model: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]*$/)),
  /** Share of the generated picture over the developed one, 0..1. */
  strength: between(0, 1),
  /** Keep the lightness (CIELAB L*) of the developed picture and take only a* and b* from the model. */
  keepStructure: v.boolean(),
});

/** The layers of InceptionV3 that can be dreamed on, from fine texture to whole shapes. */
export const dreamLayers = [
  'mixed0',
  'mixed1',
  'mixed2',
  'mixed3',
  'mixed4',
  'mixed5',
  'mixed6',
  'mixed7',
  'mixed8',
  'mixed9',
  'mixed10',
] as const;

const layer = v.picklist(dreamLayers);
const whole = (low: number, high: number) => v.pipe(between(low, high), v.integer());

const dreamSchema = v.strictObject({
  enabled: v.boolean(),
  /** Dreams on the coloured picture (the developed one where no model colours), or on the developed one itself. */
  source: v.picklist(['colour', 'input']),
  /** The id of a dream model. */
  model: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]*$/)),
  /** Weights of the layers to climb, above 0 and up to 10; without any layer nothing is dreamed. */
  layers: v.record(layer, v.pipe(between(0, 10), v.gtValue(0))),
  /**
   * What is climbed in each layer: the mean of its activations, the mean of their squares (`l2`), or the likeness to the
   * features of a guide picture, which is handed in beside the recipe.
   */
  objective: v.picklist(['mean', 'l2', 'guide']),
  /** What a step's gradient is divided by: its standard deviation, or the mean of its absolute values. */
  normalise: v.picklist(['std', 'meanAbsolute']),
  /** Steps in the last octave. More of them go on from where fewer stood. */
  steps: whole(1, 500),
  /** Steps in each octave before the last. */
  octaveSteps: whole(1, 200),
  /** How far a step goes, where the picture's values reach from -1 to 1. */
  stepSize: between(0.0005, 0.1),
  /** Sizes that are dreamed on, one after the other, from small to large. */
  octaves: whole(1, 8),
  /** One octave's sides over those of the octave before. */
  octaveScale: between(1.1, 2),
  /** How many of the octaves are larger than the picture; the dream is brought back to its size. Below `octaves`. */
  octavesAbove: whole(0, 3),
  /** Share of the detail lost by shrinking that the next octave gets back: 1 as Mordvintsev et al., 0 as the tutorial. */
  detail: between(0, 1),
  /** Before each step the picture is rolled by up to so many pixels either way. */
  jitter: whole(0, 512),
  /** An octave longer than this, in pixels, is cut into overlapping tiles. */
  tile: whole(160, 1024),
  /** Smooths each gradient: a mean of three Gaussian blurs, or all bands of a Laplacian pyramid at equal strength. */
  smoothing: v.picklist(['none', 'gaussian', 'laplacian']),
  /** Standard deviation of the middle one of the blurs, in pixels; the others have half and twice that. */
  smoothingSigma: between(0.25, 8),
  /** Bands of the pyramid. */
  smoothingLevels: whole(2, 6),
  /** How strongly each step also smooths the picture: the gradient of total variation beside a gradient of size 1. */
  totalVariation: between(0, 1),
  /** In one layer only these channels are climbed, or so many of those that answer strongest to the picture. */
  channels: v.nullable(
    v.union([
      v.strictObject({ layer, list: v.pipe(v.array(whole(0, 2047)), v.minLength(1)) }),
      v.strictObject({ layer, strongest: whole(1, 64) }),
    ]),
  ),
  /** Where the dream may change the picture; the cells are told from the ground by brightness (Otsu 1979). */
  mask: v.picklist(['everywhere', 'inside', 'outside', 'painted']),
  /** With `painted`: the pen opens the picture to the dream, the eraser closes it again. */
  strokes: v.array(strokeSchema),
  /** Only the lightness (CIELAB L*) is dreamed; a* and b* stay. */
  keepColours: v.boolean(),
  /** Share of the dream over the picture it began with, 0..1. */
  strength: between(0, 1),
  /** Shows the step of the last octave where structure brought back and structure invented balance, and stops soon after. */
  stopAtBest: v.boolean(),
  /** Of the jitter and the tiles' shifts. */
  seed: whole(0, 2 ** 32 - 1),
});

const slices = { develop: developSchema, edges: edgesSchema, colour: colourSchema };

/** Version 1 knew no dream. */
const recipeSchema = v.variant('version', [
  v.strictObject({ version: v.literal(1), ...slices }),
  v.strictObject({ version: v.literal(2), ...slices, dream: dreamSchema }),
]);

export type Stroke = Readonly<v.InferOutput<typeof strokeSchema>>;
export type DevelopRecipe = Readonly<v.InferOutput<typeof developSchema>>;
export type EdgesRecipe = Readonly<v.InferOutput<typeof edgesSchema>>;
export type ColourRecipe = Readonly<v.InferOutput<typeof colourSchema>>;
export type DreamRecipe = Readonly<v.InferOutput<typeof dreamSchema>>;
export type DreamLayer = v.InferOutput<typeof layer>;

/** Everything that decides what a picture becomes, apart from the file and the models. */
export interface Recipe {
  readonly version: 2;
  readonly develop: DevelopRecipe;
  readonly edges: EdgesRecipe;
  readonly colour: ColourRecipe;
  readonly dream: DreamRecipe;
}

/** The paper's two layers, off as yet. */
export const defaultDream: DreamRecipe = {
  enabled: false,
  source: 'colour',
  model: 'inception-v3-cells',
  layers: { mixed6: 1, mixed8: 1 },
  objective: 'mean',
  normalise: 'std',
  steps: 20,
  octaveSteps: 10,
  stepSize: 0.01,
  octaves: 3,
  octaveScale: 1.3,
  octavesAbove: 0,
  detail: 1,
  jitter: 16,
  tile: 512,
  smoothing: 'none',
  smoothingSigma: 1,
  smoothingLevels: 4,
  totalVariation: 0,
  channels: null,
  mask: 'everywhere',
  strokes: [],
  keepColours: false,
  strength: 1,
  stopAtBest: false,
  seed: 1,
};

export const defaultRecipe: Recipe = {
  version: 2,
  develop: {
    channel: 'grey',
    low: 1,
    high: 99,
    gamma: 1,
    frame: 'crop',
    size: 256,
    zoom: 1,
    across: 0.5,
    down: 0.5,
  },
  edges: { thresholds: 'fixed', low: 30, high: 80, sigma: 1.4, aperture: 3, norm: 'L2', strokes: [] },
  colour: { model: 'blood-smear', strength: 1, keepStructure: false },
  dream: defaultDream,
};

/** A recipe from outside that does not fit; the sentence names the field. */
export class RecipeError extends Error {
  override readonly name = 'RecipeError';
}

/**
 * The one check of recipes from outside. One of version 1, without a dream, becomes one of today's that does not dream.
 *
 * @param value parsed JSON; every field must be there and no other.
 * @throws RecipeError naming each unknown, missing or wrong field with what was found.
 */
export function checkRecipe(value: unknown): Recipe {
  const result = v.safeParse(recipeSchema, value);
  if (result.success) {
    const recipe = result.output;
    return recipe.version === 1 ? { ...recipe, version: 2, dream: defaultDream } : recipe;
  }
  throw new RecipeError(`The recipe does not fit. ${faultsIn(result.issues, 'the recipe')}.`);
}
