import * as v from 'valibot';
import { StudioError } from '../errors.ts';
import { Refusal } from '../formats/refusal.ts';
import { unzip } from '../formats/zip.ts';
import type { Picture } from '../picture.ts';
import { type DevelopRecipe, defaultRecipe } from '../recipe.ts';
import { decode } from '../stages/decode.ts';
import { develop } from '../stages/develop.ts';
import { layoutOf } from './layout-of.ts';
import type { Pair } from './pair-image.ts';
import { type Layout, pairOf } from './pair-image.ts';
import { recordSchema } from './pairs.ts';

/** A pair and the name of its file. */
export interface NamedPair extends Required<Pair> {
  readonly name: string;
}

/** A data set as it is learnt from. */
export interface PairSet {
  readonly learnt: readonly NamedPair[];
  readonly held: readonly NamedPair[];
}

/** `train/NAME` or `test/NAME`, at any depth, as the reference loaders lay their data sets out (`val` is held out too). */
const pairPath = /(?:^|\/)(train|test|val)\/[^/]+\.(?:png|jpe?g|webp|bmp|tiff?)$/i;
const recordPath = /(?:^|\/)pairs\.json$/;

/** Whether a file belongs to a data set; hidden ones and those of macOS's archives do not. */
export const isOfPairs = (path: string): boolean =>
  (pairPath.test(path) || recordPath.test(path)) && !/(?:^|\/)(?:\.|__MACOSX\/)/.test(path);

/**
 * Reads a data set back: this project's own, or another of the kind that the reference loaders read. Where no `pairs.json`
 * says on which side the edges are, the first pair shows it.
 *
 * @param files by path; those that {@link isOfPairs} refuses are left alone.
 * @param grey how the grey picture is developed from the colours.
 * @throws StudioError `file` naming the file that is no pair, or saying that there are none.
 */
export async function readPairs(
  name: string,
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
  grey: Pick<DevelopRecipe, 'low' | 'high' | 'gamma'> = defaultRecipe.develop,
): Promise<PairSet> {
  let layout = layoutIn(name, files);
  const set: { learnt: NamedPair[]; held: NamedPair[] } = { learnt: [], held: [] };
  const paths = [...files.keys()].filter((path) => isOfPairs(path) && pairPath.test(path)).sort();
  for (const path of paths) {
    const folder = pairPath.exec(path)?.[1]?.toLowerCase();
    const image = await wholeRgb(path, files.get(path) as Uint8Array<ArrayBuffer>); // one of the files
    layout ??= layoutShown(path, image);
    const pair = pairOf(path, image, layout, grey);
    set[folder === 'train' ? 'learnt' : 'held'].push({ name: path.replace(/^.*\//, ''), ...pair });
  }
  if (set.learnt.length > 0) return set;
  throw new StudioError(
    'file',
    `${name} holds no pairs: they are pictures in a folder "train", 512 x 256 each.`,
  );
}

/**
 * Reads a data set back from a ZIP, as {@link readPairs} does.
 *
 * @throws StudioError `file`, beginning with `name`, also where the ZIP is damaged.
 */
export async function readZippedPairs(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  grey: Pick<DevelopRecipe, 'low' | 'high' | 'gamma'> = defaultRecipe.develop,
): Promise<PairSet> {
  const files = await unzip(bytes, isOfPairs).catch((cause: unknown) => {
    throw cause instanceof Refusal ? new StudioError('file', `${name} ${cause.message}`, { cause }) : cause;
  });
  return readPairs(name, files, grey);
}

function layoutShown(path: string, image: Picture): Layout {
  const layout = layoutOf(image);
  if (layout) return layout;
  const sentence = `${path} shows edges in neither half; a pair has an edge map, black and white, beside its colours.`;
  throw new StudioError('file', sentence);
}

function layoutIn(name: string, files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): Layout | null {
  const [path] = [...files.keys()].filter((path) => isOfPairs(path) && recordPath.test(path));
  if (path === undefined) return null;
  try {
    return v.parse(recordSchema, JSON.parse(new TextDecoder().decode(files.get(path)))).layout;
  } catch (cause) {
    const sentence = `${name}: ${path} is not as \`eosin pairs\` writes it. Take it away: the pairs themselves show how they lie.`;
    throw new StudioError('file', sentence, { cause });
  }
}

const widths = new Set<number>([64, 128, 256, 512, 1024] satisfies DevelopRecipe['size'][]);
const isWidth = (width: number): width is DevelopRecipe['size'] => widths.has(width);

/** A picture as it is, in RGB. @throws StudioError `file` where it cannot be read, or is of no size that nets take. */
async function wholeRgb(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Picture> {
  const planes = await decode(name, bytes);
  if (!isWidth(planes.width)) {
    const sentence = `${name} is ${planes.width} x ${planes.height}; a pair is 512 x 256, or 64, 128 or 1024 wide.`;
    throw new StudioError('file', sentence);
  }
  return develop(planes, { ...defaultRecipe.develop, frame: 'fit', size: planes.width }).rgb;
}
