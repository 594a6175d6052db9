import * as v from 'valibot';

const between = (low: number, high: number) => v.pipe(v.number(), v.minValue(low), v.maxValue(high));

/** One pull of the pen or the eraser over the edges. */
const strokeSchema = v.strictObject({
  tool: v.picklist(['pen', 'eraser']),
  /** Diameter in pixels of the developed picture, 1..64. */
  size: between(1, 64),
  /** x0, y0, x1, y1, ... as shares (0..1) of the developed picture's width and height. */
  points: v.pipe(v.array(between(0, 1)), v.minLength(2)),
});

const developSchema = v.strictObject({
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

const edgesSchema = v.strictObject({
  /** `auto` takes the thresholds from percentiles of the gradient magnitude; `low` and `high` then rest. */
  thresholds: v.picklist(['fixed', 'auto']),
  /** Hysteresis thresholds on the gradient magnitude (aperture 3 reaches 2040 in L1, 1443 in L2). */
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

const recipeSchema = v.strictObject({
  version: v.literal(1),
  develop: developSchema,
  edges: edgesSchema,
  colour: colourSchema,
});

export type Stroke = Readonly<v.InferOutput<typeof strokeSchema>>;
export type DevelopRecipe = Readonly<v.InferOutput<typeof developSchema>>;
export type EdgesRecipe = Readonly<v.InferOutput<typeof edgesSchema>>;
export type ColourRecipe = Readonly<v.InferOutput<typeof colourSchema>>;

/** Everything that decides what a picture becomes, apart from the file and the models. */
export interface Recipe {
  readonly version: 1;
  readonly develop: DevelopRecipe;
  readonly edges: EdgesRecipe;
  readonly colour: ColourRecipe;
}

export const defaultRecipe: Recipe = {
  version: 1,
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
};

/** A recipe from outside that does not fit; the sentence names the field. */
export class RecipeError extends Error {
  override readonly name = 'RecipeError';
}

function fault(issue: v.BaseIssue<unknown>): string {
  const field = v.getDotPath(issue) ?? 'the recipe';
  if (issue.expected === 'never') return `there is no field ${field}`;
  if (issue.received === 'undefined') return `${field} is missing`;
  return `${field} must be ${issue.expected}, not ${issue.received}`;
}

/**
 * The one check of recipes from outside.
 *
 * @param value parsed JSON; every field must be there and no other.
 * @throws RecipeError naming each unknown, missing or wrong field with what was found.
 */
export function checkRecipe(value: unknown): Recipe {
  const result = v.safeParse(recipeSchema, value);
  if (result.success) return result.output;
  throw new RecipeError(`The recipe does not fit. ${result.issues.map(fault).join('; ')}.`);
}
