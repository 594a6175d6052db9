import { basename } from 'node:path';
import { colourDiversity, colourHistogram } from '../engine/evaluate/colour-diversity.ts';
import { type Figures, figuresOf } from '../engine/evaluate/figures.ts';
import { inceptionFeatures } from '../engine/evaluate/inception-features.ts';
import { type Features, kid } from '../engine/evaluate/kid.ts';
import { meanColour } from '../engine/evaluate/mean-colour.ts';
import { paintedEdges } from '../engine/evaluate/painted-edges.ts';
import { type DreamNet, reachedBy } from '../engine/models/dream-net.ts';
import type { Manifest } from '../engine/models/manifest.ts';
import type { Shelf } from '../engine/models/shelf.ts';
import type { Picture, Planes } from '../engine/picture.ts';
import { defaultRecipe } from '../engine/recipe.ts';
import { paint } from '../engine/stages/colour.ts';
import { decode } from '../engine/stages/decode.ts';
import { develop } from '../engine/stages/develop.ts';
import type { Pair } from '../engine/train/example.ts';
import { layoutOf } from '../engine/train/layout-of.ts';
import { madePair } from '../engine/train/made-pair.ts';
import { pairOf } from '../engine/train/pair-image.ts';
import { readPicture } from './files.ts';
import { finished } from './finished.ts';
import { progressLine } from './progress.ts';
import { failure } from './verb.ts';

/** What was measured of a folder. */
export interface Evaluation {
  /** SHA-256 of the model's weights. */
  readonly sha256: string;
  readonly files: readonly { readonly file: string; readonly figures: Figures }[];
  /** How far the pictures differ in colour from one another: see `colourDiversity`. */
  readonly colourDiversity: { readonly painted: number; readonly truth: number };
  /** Kernel Inception Distance of all painted pictures to all true ones, and the model whose features it compares. */
  readonly kid: { readonly by: string; readonly value: number } | null;
  /** Names of the files that could not be read. */
  readonly failed: readonly string[];
}

/** A file as a pair: taken apart where it is one, else made by the model's recipe. */
async function pairIn(path: string, planes: Planes, { recipe }: Manifest): Promise<Required<Pair>> {
  if (planes.width === 512 && planes.height === 256) {
    const whole = develop(planes, { ...defaultRecipe.develop, frame: 'fit', size: 512 }).rgb;
    const layout = layoutOf(whole);
    if (layout) return pairOf(path, whole, layout, recipe.develop);
  }
  return madePair(planes, { recipe });
}

/** The network whose features KID compares; null while no model reaches so deep. */
async function featureNet(shelf: Shelf, signal: AbortSignal): Promise<DreamNet | null> {
  const manifest = (await shelf.dreams()).find((one) => reachedBy(one).includes('mixed8'));
  return manifest ? shelf.dreamNet(manifest.id, ['mixed8'], () => {}, signal) : null;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Measures a model over files, one after the other; one that cannot be read is named on stderr and left out. */
export async function evaluateFiles(
  paths: readonly string[],
  manifest: Manifest,
  shelf: Shelf,
): Promise<Evaluation> {
  const line = progressLine(2 * paths.length); // each file twice
  const show = (path: string, words: string) => line.show(path, { stage: 'colour', words, done: 0, of: 1 });
  const load = async (path: string) => pairIn(path, await decode(path, await readPicture(path)), manifest);

  // Each file is read twice, for the mean colour and for its figures, so that a folder need not fit into memory.
  const colours: (readonly [number, number, number])[] = [];
  const readable: string[] = [];
  const failed: string[] = [];
  for (const path of paths) {
    show(path, 'Reading');
    try {
      colours.push(meanColour((await load(path)).colour));
      readable.push(path);
    } catch (error) {
      line.clear();
      process.stderr.write(`eosin: ${failure(error)}\n`);
      failed.push(basename(path));
    }
  }
  const meanOf = (c: 0 | 1 | 2) => mean(colours.map((colour) => colour[c]));
  const baseline = [meanOf(0), meanOf(1), meanOf(2)] as const;

  const { signal } = new AbortController(); // Ctrl-C ends the process
  const generator = await shelf.generator(manifest.id, () => {}, signal);
  const net = await featureNet(shelf, signal);
  const files: { file: string; figures: Figures }[] = [];
  const sets = { painted: emptySet(), truth: emptySet() };
  for (const path of readable) {
    show(path, 'Painting');
    const pair = await load(path);
    const picture = await finished(paint(pair.edges, pair.grey, generator));
    const edges = paintedEdges(picture, manifest.recipe);
    files.push({ file: basename(path), figures: figuresOf(picture, edges, pair, baseline) });
    await add(sets.painted, picture, net);
    await add(sets.truth, pair.colour, net);
  }
  line.clear();
  const { painted, truth } = sets;
  return {
    sha256: generator.sha256,
    files,
    colourDiversity: {
      painted: colourDiversity(painted.histograms),
      truth: colourDiversity(truth.histograms),
    },
    kid:
      net && files.length > 1 ? { by: net.manifest.id, value: kid(painted.features, truth.features) } : null,
    failed,
  };
}

/** What is kept of a set's pictures, to compare sets as wholes. */
interface PictureSet {
  readonly histograms: Float64Array[];
  readonly features: Features[];
}

const emptySet = (): PictureSet => ({ histograms: [], features: [] });

async function add({ histograms, features }: PictureSet, picture: Picture, net: DreamNet | null) {
  histograms.push(colourHistogram(picture));
  if (net) features.push(await finished(inceptionFeatures(net.weights, picture)));
}
