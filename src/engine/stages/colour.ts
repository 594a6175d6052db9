import type { UnetDraft } from '../draft/unet-draft.ts';
import type { Generator } from '../models/load.ts';
import { blend } from '../ops/blend.ts';
import { keepLightness } from '../ops/lab.ts';
import { fromNetRange, toNetRange } from '../ops/net-range.ts';
import type { Picture } from '../picture.ts';
import type { ColourRecipe } from '../recipe.ts';

/** Bytes 0..255 of a 1-channel picture as -1..1, padded right and below with `ground` to the net's size. */
function toNet(picture: Picture, ground: number, width: number, height: number): Float32Array {
  const plane = new Float32Array(width * height);
  if (width * height > picture.width * picture.height) plane.fill(toNetRange(ground));
  const { data } = picture;
  for (let y = 0, from = 0; y < picture.height; y++) {
    const end = y * width + picture.width;
    for (let to = y * width; to < end; to++, from++) plane[to] = NET_RANGE[data[from] as number] as number; // a byte of the picture
  }
  return plane;
}

const NET_RANGE = Float32Array.from({ length: 256 }, (_, byte) => toNetRange(byte));

/** The top left `width` x `height` pixels of a net's RGB, -1..1, as bytes. */
function fromNet(rgb: Float32Array, stride: number, width: number, height: number): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const row = rgb.subarray(y * stride * 3, (y * stride + width) * 3);
    const out = data.subarray(y * width * 3, (y + 1) * width * 3);
    for (let i = 0; i < row.length; i++) out[i] = fromNetRange(row[i]!); // in range
  }
  return { width, height, channels: 3, data };
}

/** What a net takes of a picture: the edges, or the grey picture, for each of its inputs. */
const inputsOf = (edges: Picture, grey: Picture, { inputs }: Generator['manifest']): readonly Picture[] =>
  inputs.map((input) => (input === 'edges' ? edges : grey));

/** The size that a net works on. */
const netSize = ({ width, height }: Picture, grain: number) => ({
  width: Math.ceil(width / grain) * grain,
  height: Math.ceil(height / grain) * grain,
});

/**
 * What a net paints from pictures of 1 channel, one for each of its inputs and all of one size: RGB, 0..255, of that size. Sizes that are
 * no multiple of the net's grain are padded with ground for the net and cut back. Yields after each layer of the net.
 */
export async function* paintFrom(
  pictures: readonly [Picture, ...Picture[]],
  { grain, paint }: Pick<Generator, 'grain' | 'paint'>,
): AsyncGenerator<{ done: number; of: number }, Picture> {
  const [first] = pictures;
  const { width, height } = netSize(first, grain);
  const planes = pictures.map((input) => toNet(input, 0, width, height));
  const rgb = yield* paint(planes, width, height);
  const painted = fromNet(rgb, width, first.width, first.height);
  return painted;
}

/** The colours a generator paints from edges (and the grey picture, where it takes both), as `paintFrom`. */
export async function* paint(
  edges: Picture,
  grey: Picture,
  generator: Pick<Generator, 'manifest' | 'grain' | 'paint'>,
): AsyncGenerator<{ done: number; of: number }, Picture> {
  const painted = yield* paintFrom(inputsOf(edges, grey, generator.manifest) as [Picture], generator); // one at least
  return painted;
}

/** The same by a generator's draft, at one go. */
export function draft(
  edges: Picture,
  grey: Picture,
  generator: Pick<Generator, 'manifest' | 'grain'>,
  drafted: UnetDraft,
): Picture {
  const { width, height } = netSize(edges, generator.grain);
  return drafted.paint(inputsOf(edges, grey, generator.manifest), width, height);
}

/**
 * The painted picture laid over the developed one, by the recipe's strength and, if asked, in the latter's lightness.
 *
 * @param mask height * width factors of the strength, 0..1; null for 1 everywhere.
 */
export function lay(
  painted: Picture,
  developed: Picture,
  recipe: Pick<ColourRecipe, 'keepStructure' | 'strength'>,
  mask: Float32Array | null = null,
): Picture {
  const coloured = recipe.keepStructure ? keepLightness(developed, painted) : painted;
  return blend(developed, coloured, recipe.strength, mask);
}
