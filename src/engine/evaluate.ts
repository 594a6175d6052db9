import { StudioError } from './errors.ts';
import { colourDiversity, colourHistogram } from './metrics/colour-diversity.ts';
import { type Figures, figuresOf } from './metrics/figures.ts';
import { inceptionFeatures } from './metrics/inception-features.ts';
import { type Features, kid } from './metrics/kid.ts';
import { paintedEdges } from './metrics/painted-edges.ts';
import { reachedBy } from './models/dream-net.ts';
import type { Manifest } from './models/manifest.ts';
import { type Shelf, whileHeld } from './models/shelf.ts';
import { type Colour, meanColour, meanOfColours } from './ops/mean-colour.ts';
import { loadGenerator } from './painted.ts';
import { layoutOf } from './pairs/layout-of.ts';
import { madePair } from './pairs/made-pair.ts';
import type { Pair } from './pairs/pair-image.ts';
import { pairOf } from './pairs/pair-image.ts';
import type { Picture, Planes } from './picture.ts';
import { defaultRecipe } from './recipe.ts';
import { loadDreamNet } from './render.ts';
import type { Source } from './source.ts';
import { paint } from './stages/colour.ts';
import { develop } from './stages/develop.ts';
import { withoutEvents } from './steps/without-events.ts';

/** One picture as it was measured. */
export interface Measured {
  readonly file: string;
  readonly figures: Figures;
}

/** What was measured of a model over pictures that have their true colours. */
export interface Evaluation {
  /** SHA-256 of the model's weights; empty where no picture could be read. */
  readonly sha256: string;
  readonly files: readonly Measured[];
  /** How far the pictures differ in colour from one another: see `colourDiversity`. */
  readonly colourDiversity: { readonly painted: number; readonly truth: number };
  /** Kernel Inception Distance of all painted pictures to all true ones, and the model whose features it compares. */
  readonly kid: { readonly by: string; readonly value: number } | null;
  /** Names of the files that could not be read. */
  readonly failed: readonly string[];
}

export type EvaluationEvent =
  | { readonly type: 'reading' | 'painting'; readonly file: string }
  /** What a picture was painted from, what was painted, and what it should have become. */
  | {
      readonly type: 'measured';
      readonly one: Measured;
      readonly edges: Picture;
      readonly painted: Picture;
      readonly truth: Picture;
    }
  /** A file was left out; the sentence begins with its name. */
  | { readonly type: 'left-out'; readonly error: unknown };

type File = Pick<Source, 'name' | 'decode'>;

/** A file as a pair: taken apart where it is one, else made by the model's recipe. */
async function pairIn(name: string, planes: Planes, { recipe }: Manifest): Promise<Required<Pair>> {
  if (planes.width === 512 && planes.height === 256) {
    const whole = develop(planes, { ...defaultRecipe.develop, frame: 'fit', size: 512 }).rgb;
    const layout = layoutOf(whole);
    if (layout) return pairOf(name, whole, layout, recipe.develop);
  }
  return madePair(planes, { recipe });
}

/**
 * Measures a generator over files, one after the other. A file of 512 x 256 pixels with an edge map in one half is a pair;
 * of any other the square in the middle is the truth, and its edges are found with the model's own recipe. One that cannot
 * be read is left out. Models are asked for anew for each picture and held for no longer: between two yields others may
 * have had the shelf.
 *
 * Yields null after each layer of a network, and between the parts that take long, so that other jobs have their turn.
 *
 * @throws StudioError `model` where a model cannot be loaded, or another took its place meanwhile.
 */
export async function* evaluateModel(
  sources: readonly File[],
  manifest: Manifest,
  shelf: Shelf,
  signal: AbortSignal,
): AsyncGenerator<EvaluationEvent | null, Evaluation> {
  const load = async ({ name, decode }: File) => pairIn(name, await decode(), manifest);

  // Each file is read twice, for the mean colour and for its figures, so that they need not all fit into memory.
  const colours: Colour[] = [];
  const readable: File[] = [];
  const failed: string[] = [];
  for (const source of sources) {
    yield { type: 'reading', file: source.name };
    try {
      colours.push(meanColour((await load(source)).colour));
      readable.push(source);
    } catch (error) {
      failed.push(source.name);
      yield { type: 'left-out', error };
    }
  }
  const baseline = meanOfColours(colours);

  const by = (await shelf.dreams()).find((one) => reachedBy(one).includes('mixed8'))?.id ?? null;
  let sha256 = '';
  const files: Measured[] = [];
  const sets = { painted: emptySet(), truth: emptySet() };
  for (const source of readable) {
    yield { type: 'painting', file: source.name };
    const pair = await load(source);
    yield null;
    const generator = yield* withoutEvents(loadGenerator(manifest.id, { shelf }, signal));
    if (sha256 !== '' && generator.sha256 !== sha256) {
      throw new StudioError(
        'model',
        `${manifest.title} was replaced while it was measured; measure it again.`,
      );
    }
    sha256 = generator.sha256;
    const painting = paint(pair.edges, pair.grey, generator);
    const painted = yield* withoutEvents(whileHeld(shelf, generator, painting));
    const edges = paintedEdges(painted, manifest.recipe);
    yield null;
    const one = { file: source.name, figures: figuresOf(painted, edges, pair, baseline) };
    files.push(one);
    yield null;
    for (const [set, picture] of [
      [sets.painted, painted],
      [sets.truth, pair.colour],
    ] as const) {
      set.histograms.push(colourHistogram(picture));
      if (by === null) continue;
      const net = yield* withoutEvents(loadDreamNet(by, ['mixed8'], { shelf }, signal));
      const looking = inceptionFeatures(net.weights, picture);
      set.features.push(yield* withoutEvents(whileHeld(shelf, net, looking)));
    }
    yield { type: 'measured', one, edges: pair.edges, painted, truth: pair.colour };
  }
  const { painted, truth } = sets;
  return {
    sha256,
    files,
    colourDiversity: {
      painted: colourDiversity(painted.histograms),
      truth: colourDiversity(truth.histograms),
    },
    kid: by !== null && files.length > 1 ? { by, value: kid(painted.features, truth.features) } : null,
    failed,
  };
}

/** What is kept of a set's pictures, to compare sets as wholes. */
interface PictureSet {
  readonly histograms: Float64Array[];
  readonly features: Features[];
}

const emptySet = (): PictureSet => ({ histograms: [], features: [] });
