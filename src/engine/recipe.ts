import * as v from 'valibot';
import { faultsIn } from './faults.ts';
import {
  between,
  defaultDevelop,
  developSchema,
  planeDevelopSchema,
  type projections,
  whole,
} from './recipe-develop.ts';

/** One pull of the pen or the eraser over the edges. */
const strokeSchema = v.strictObject({
  tool: v.picklist(['pen', 'eraser']),
  /** Diameter in pixels of the developed picture, 1..64. */
  size: between(1, 64),
  /** x0, y0, x1, y1, ... as shares (0..1) of the developed picture's width and height. */
  points: v.pipe(v.array(between(0, 1)), v.minLength(2)),
});

/** Of recipes before version 4, which looked at the grey alone. */
const greyEdgesSchema = v.strictObject({
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

/** Its ranges hold wherever such settings are stored. */
export const edgesSchema = v.strictObject({
  ...greyEdgesSchema.entries,
  /** What edges are looked for in: the grey picture, or red, green and blue as shown, of which each pixel takes the steepest. */
  channels: v.picklist(['grey', 'colour']),
});

const modelId = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]*$/));

/** One pull of a tool over the cells. */
const cellStrokeSchema = v.strictObject({
  /**
   * `cut` parts the cells that it crosses; `join` makes one of the cells that it touches; `erase` takes pixels away; `draw` adds
   * to the cell that it begins in, or makes a new one.
   */
  tool: v.picklist(['cut', 'join', 'erase', 'draw']),
  /** Diameter in pixels of the developed picture, 1..64. */
  size: between(1, 64),
  /** x0, y0, x1, y1, ... as shares (0..1) of the developed picture's width and height. */
  points: v.pipe(v.array(between(0, 1)), v.minLength(2)),
});

/** Its ranges hold wherever such settings are stored. */
export const cellsSchema = v.strictObject({
  /** Single cells are looked for, whatever asks for them. */
  enabled: v.boolean(),
  /** The id of a model that tells cells apart. */
  model: modelId,
  /** Smaller cells are left out: area in pixels of the file. */
  least: whole(1, 100_000),
  /** Chance from which on a pixel is inside a cell: lower finds fainter cells and wider borders. */
  threshold: between(0.05, 0.95),
  /** A typical cell's diameter in pixels of the file; `auto` finds it out. */
  diameter: v.union([v.literal('auto'), between(4, 2000)]),
  /** Above 0 more cells are parted from their neighbours, below 0 fewer. */
  split: between(-1, 1),
  /** A person's corrections, in this order. */
  strokes: v.array(cellStrokeSchema),
});

/** What the colour of a single cell says: which cell it is, or what was measured of it. */
export const cellPalettes = [
  'distinct',
  'area',
  'circularity',
  'elongation',
  'orientation',
  'brightness',
  'neighbours',
] as const;

const paintedSchema = v.strictObject({
  /** A model's id, or `none`. */
  model: modelId,
  /** Share of the generated picture over the developed one, 0..1. */
  strength: between(0, 1),
  /** Keep the lightness (CIELAB L*) of the developed picture and take only a* and b* from the model. */
  keepStructure: v.boolean(),
});

const colourSchema = v.strictObject({
  ...paintedSchema.entries,
  /** A model's id, `cells` for the colours of single cells, or `none`. */
  model: modelId,
  /** The model's picture only inside the cells; the developed one around them. */
  insideCells: v.boolean(),
  /** With `cells`: what a cell's colour says. */
  palette: v.picklist(cellPalettes),
  /** The colours of what is measured; orientations go round a circle of their own. */
  map: v.picklist(['viridis', 'cividis']),
  /** The values at the ends of the map, in the legend's unit; null for those of the cells. */
  range: v.nullable(
    v.pipe(
      v.tuple([v.number(), v.number()]),
      v.check(([low, high]) => low < high),
    ),
  ),
  /** Whether cells are filled, or only their outlines drawn. */
  drawn: v.picklist(['filled', 'outlines']),
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

const dreamSchema = v.strictObject({
  enabled: v.boolean(),
  /** Dreams on the coloured picture (the developed one where no model colours), or on the developed one itself. */
  source: v.picklist(['colour', 'input']),
  /** The id of a dream model. */
  model: modelId,
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
  /**
   * Where the dream may change the picture. The cells are those of the stage before where it is on; else they are told from the
   * ground by brightness (Otsu 1979).
   */
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

const first = { develop: planeDevelopSchema, edges: greyEdgesSchema };
const third = { cells: cellsSchema, colour: colourSchema, dream: dreamSchema };

/** Version 1 knew no dream, version 2 no single cells, version 3 no further planes and no edges of colours. */
const recipeSchema = v.variant('version', [
  v.strictObject({ version: v.literal(1), ...first, colour: paintedSchema }),
  v.strictObject({ version: v.literal(2), ...first, colour: paintedSchema, dream: dreamSchema }),
  v.strictObject({ version: v.literal(3), ...first, ...third }),
  v.strictObject({ version: v.literal(4), develop: developSchema, edges: edgesSchema, ...third }),
]);

export type Stroke = Readonly<v.InferOutput<typeof strokeSchema>>;
export type DevelopRecipe = Readonly<v.InferOutput<typeof developSchema>>;
export type ChannelLook = NonNullable<DevelopRecipe['channels']>[number];
export type Projection = (typeof projections)[number];
export type EdgesRecipe = Readonly<v.InferOutput<typeof edgesSchema>>;
export type CellStroke = Readonly<v.InferOutput<typeof cellStrokeSchema>>;
export type CellsRecipe = Readonly<v.InferOutput<typeof cellsSchema>>;
export type CellPalette = (typeof cellPalettes)[number];
export type ColourRecipe = Readonly<v.InferOutput<typeof colourSchema>>;
export type DreamRecipe = Readonly<v.InferOutput<typeof dreamSchema>>;
export type DreamLayer = v.InferOutput<typeof layer>;

/** Everything that decides what a picture becomes, apart from the file and the models. */
export interface Recipe {
  readonly version: 4;
  readonly develop: DevelopRecipe;
  readonly edges: EdgesRecipe;
  readonly cells: CellsRecipe;
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

/** Off as yet; the thresholds are those that the figures were measured at. */
export const defaultCells: CellsRecipe = {
  enabled: false,
  model: 'cells-apart',
  least: 16,
  threshold: 0.55,
  diameter: 'auto',
  split: 0,
  strokes: [],
};

/** What version 3 added to the colours. */
const unpainted = {
  insideCells: false,
  palette: 'distinct',
  map: 'viridis',
  range: null,
  drawn: 'filled',
} as const satisfies Partial<ColourRecipe>;

export const defaultRecipe: Recipe = {
  version: 4,
  develop: defaultDevelop,
  edges: {
    thresholds: 'fixed',
    low: 30,
    high: 80,
    sigma: 1.4,
    aperture: 3,
    norm: 'L2',
    strokes: [],
    channels: 'grey',
  },
  cells: defaultCells,
  colour: { model: 'blood-smear', strength: 1, keepStructure: false, ...unpainted },
  dream: defaultDream,
};

/** Whether the colours follow from the single cells. */
export const coloursNeedCells = ({ colour }: Pick<Recipe, 'colour'>): boolean =>
  colour.model === 'cells' || (colour.model !== 'none' && colour.insideCells);

/** Whether single cells are looked for: because they are asked for, or because the colours follow from them. */
export const wantsCells = (recipe: Pick<Recipe, 'cells' | 'colour'>): boolean =>
  recipe.cells.enabled || coloursNeedCells(recipe);

/** A recipe from outside that does not fit; the sentence names the field. */
export class RecipeError extends Error {
  override readonly name = 'RecipeError';
}

/**
 * The one check of recipes from outside. One of an older version becomes one of today's that does the same: it does not dream
 * where it knew no dream, looks for no single cells, takes the first plane, and finds edges in the grey.
 *
 * @param value parsed JSON; every field must be there and no other.
 * @throws RecipeError naming each unknown, missing or wrong field with what was found.
 */
export function checkRecipe(value: unknown): Recipe {
  const result = v.safeParse(recipeSchema, value);
  if (result.success) {
    const recipe = result.output;
    if (recipe.version === 4) return recipe;
    const develop = { ...defaultDevelop, ...recipe.develop };
    const edges = { ...recipe.edges, channels: defaultRecipe.edges.channels };
    if (recipe.version === 3) return { ...recipe, version: 4, develop, edges };
    const dream = recipe.version === 1 ? defaultDream : recipe.dream;
    const colour = { ...unpainted, ...recipe.colour };
    return { ...recipe, version: 4, develop, edges, cells: defaultCells, colour, dream };
  }
  throw new RecipeError(`The recipe does not fit. ${faultsIn(result.issues, 'the recipe')}.`);
}
