import * as v from 'valibot';
import { StudioError } from '../errors.ts';
import { faultsIn } from '../faults.ts';
import { dreamLayers, edgesSchema } from '../recipe.ts';
import { developSchema } from '../recipe-develop.ts';
import { pictureKinds } from './picture-kinds.ts';

const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const fileName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/));
const count = v.pipe(v.number(), v.integer(), v.minValue(1));

const common = {
  /** Version of this form. */
  format: v.literal(1),
  /** Of small letters, digits and hyphens; `none` is what a recipe calls no model, `cells` the colours of single cells. */
  id: v.pipe(v.string(), v.regex(/^(?!(?:none|cells)$)[a-z0-9][a-z0-9-]*$/)),
  title: v.string(),
  /** SPDX expression. */
  licence: v.string(),
  /** What it learnt from, with source and licence. */
  data: v.string(),
};
/** How the numbers are stored: float16, or int8 with a scale per output channel. */
const storage = v.picklist(['f16', 'i8']);
const parts = v.pipe(v.array(v.object({ file: fileName, bytes: count, sha256 })), v.minLength(1));
const generatorKind = v.picklist(['unet-32', 'unet-64', 'unet-128', 'unet-256', 'resnet-6', 'resnet-9']);
const training = v.object({
  plan: v.string(),
  steps: count,
  hours: v.number(),
  hardware: v.string(),
  seed: v.nullable(v.number()),
});

const manifestSchema = v.object({
  ...common,
  /** One sentence for the shelf: what goes in, what comes out. */
  task: v.string(),
  architecture: v.object({
    /** A U-Net by the side of the pictures that it was made for, a ResNet by its blocks. */
    kind: generatorKind,
    /** Filters of the first convolution. */
    ngf: count,
    /** Channels of the input: 1 for edges, 2 for edges and grey, 3 for edges as RGB. */
    inputChannels: count,
  }),
  /** The kinds of pictures that it was made for; left out where nobody knows. */
  kinds: v.optional(v.array(v.picklist(pictureKinds))),
  /** What the input channels hold, in order; each is 0..255 outside and -1..1 inside the net. */
  inputs: v.array(v.picklist(['edges', 'grey'])),
  /** The develop and edges settings it was trained with: the start for a picture, and what departures are marked against. */
  recipe: v.object({
    develop: v.object({
      low: developSchema.entries.low,
      high: developSchema.entries.high,
      gamma: developSchema.entries.gamma,
      size: v.picklist([32, 64, 128, 256]),
    }),
    edges: v.object({
      sigma: edgesSchema.entries.sigma,
      low: edgesSchema.entries.low,
      high: edgesSchema.entries.high,
      aperture: edgesSchema.entries.aperture,
      norm: edgesSchema.entries.norm,
    }),
  }),
  weights: v.object({
    storage,
    parts,
  }),
  training,
  /** Figures on pictures that training never saw. */
  metrics: v.record(v.string(), v.number()),
  /** CycleGAN's other generator, from colours to edges, both as RGB. */
  back: v.optional(
    v.object({
      architecture: v.object({
        kind: generatorKind,
        ngf: count,
        inputChannels: v.literal(3),
      }),
      weights: v.object({ storage, parts }),
      training,
      /** Edges drawn again from painted ones and edges drawn from true pictures, each F1 at 2 px; L1 of what comes back of the latter. */
      metrics: v.record(v.string(), v.number()),
    }),
  ),
  /** Files of the model folder for the shelf and for a self check. */
  sample: fileName,
  golden: v.object({ input: v.array(fileName), output: fileName }),
});

/** A model folder's `manifest.json`, checked. */
export type Manifest = v.InferOutput<typeof manifestSchema>;

const dreamSchema = v.object({
  ...common,
  /** One sentence: what its dreams look like. */
  task: v.string(),
  /** InceptionV3 without its classifier, up to its deepest layer. */
  architecture: v.object({ kind: v.literal('inception-v3'), deepest: v.picklist(dreamLayers) }),
  inputs: v.tuple([v.literal('rgb')]),
  /** `unit_<n>/kernel` and `unit_<n>/bias` in the network's order, so that a dream may begin before the last part is here. */
  weights: v.object({ storage, parts }),
  /** Figures on pictures that training never saw; empty for weights from elsewhere. */
  metrics: v.record(v.string(), v.number()),
});

/** The `manifest.json` of a model to dream with, checked. */
export type DreamManifest = v.InferOutput<typeof dreamSchema>;

/** All files of weights that a model consists of. */
export const partsOf = (manifest: Manifest | DreamManifest | CellsManifest): Manifest['weights']['parts'] => [
  ...manifest.weights.parts,
  ...(('back' in manifest && manifest.back?.weights.parts) || []),
];

/** Whether a parsed `manifest.json` says that it is one to dream with. */
export const isDreamManifest = (value: unknown): boolean =>
  v.is(v.object({ architecture: v.object({ kind: v.literal('inception-v3') }) }), value);

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const pixels = v.pipe(v.number(), v.gtValue(0));

const cellsSchema = v.object({
  ...common,
  /** One sentence for the shelf: what it finds. */
  task: v.string(),
  architecture: v.object({
    kind: v.literal('cells-apart'),
    /** Channels at full size, at half, at a quarter, ... */
    widths: v.pipe(v.array(count), v.minLength(2), v.maxLength(8)),
    /** Channels of the very first convolution. */
    stem: count,
  }),
  inputs: v.tuple([v.literal('grey')]),
  /** How cells are read from what it says, as its figures were measured. */
  reading: v.object({
    /** Chance from which on a pixel is inside a cell. */
    threshold: share,
    /** Depth inside a cell at which its seed begins. */
    seed: share,
    /** How much the chance that two cells touch lowers the depth. */
    touch: v.pipe(v.number(), v.minValue(0)),
    /** Standard deviation of the blur over the depth, in pixels. */
    smooth: pixels,
    /** Pixels that a cell has at least. */
    least: count,
    /** Cells of a typical diameter above `large` px are looked at as if it were `canonical` px. */
    large: pixels,
    canonical: pixels,
    /** In bright field, the share of a typical cell's area below which something is a speck, where cells are above `canonical`. */
    speck: v.optional(share, 0),
  }),
  weights: v.object({ storage, parts }),
  training,
  /** Figures on pictures that training never saw. */
  metrics: v.record(v.string(), v.number()),
  sample: fileName,
  /** A grey picture and, as 16 bits, the labels of its cells. */
  golden: v.object({ input: v.tuple([fileName]), output: fileName }),
});

/** The `manifest.json` of a model that tells cells apart, checked. */
export type CellsManifest = v.InferOutput<typeof cellsSchema>;

/** Whether a parsed `manifest.json` says that it is one that tells cells apart. */
export const isCellsManifest = (value: unknown): boolean =>
  v.is(v.object({ architecture: v.object({ kind: v.literal('cells-apart') }) }), value);

/**
 * @param value parsed JSON of a `manifest.json`.
 * @throws StudioError `model` naming the field that does not fit.
 */
export function checkManifest(value: unknown, name: string): Manifest {
  return checked(manifestSchema, value, name);
}

/** As {@link checkManifest}, for a model to dream with. */
export function checkDreamManifest(value: unknown, name: string): DreamManifest {
  return checked(dreamSchema, value, name);
}

/** As {@link checkManifest}, for a model that tells cells apart. */
export function checkCellsManifest(value: unknown, name: string): CellsManifest {
  return checked(cellsSchema, value, name);
}

/** The `manifest.json` of a model that a person can add or make: one that paints, or one that tells cells apart. */
export type OwnManifest = Manifest | CellsManifest;

/** As {@link checkManifest}, for a model that a person adds or has made. */
export const checkOwnManifest = (value: unknown, name: string): OwnManifest =>
  isCellsManifest(value) ? checkCellsManifest(value, name) : checkManifest(value, name);

function checked<S extends typeof manifestSchema | typeof dreamSchema | typeof cellsSchema>(
  schema: S,
  value: unknown,
  name: string,
): v.InferOutput<S> {
  const result = v.safeParse(schema, value);
  const faults = result.success ? contradiction(result.output) : faultsIn(result.issues, 'the manifest');
  if (result.success && faults === null) return result.output;
  throw new StudioError('model', `${name}: the model's manifest does not fit. ${faults}.`);
}

/** Where two fields do not go together, in words. */
function contradiction(manifest: Manifest | DreamManifest | CellsManifest): string | null {
  if (!('inputChannels' in manifest.architecture)) return null;
  const { inputChannels } = manifest.architecture;
  const { length } = manifest.inputs;
  if (length === inputChannels) return null;
  return `inputs names ${length} channels, and architecture.inputChannels is ${inputChannels}`;
}
