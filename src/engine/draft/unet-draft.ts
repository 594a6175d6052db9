import { LEAK } from '../nets/unet-shapes.ts';
import { toNetRange } from '../ops/net-range.ts';
import { EPSILON } from '../ops/norm.ts';
import type { Picture } from '../picture.ts';
import { type Kernels, kernelsOver, PANEL, TILE } from './kernels.ts';
import { MOST_VALUE, type Packed, packed, packedLength } from './packed.ts';
import type { PlainLayer, PlainUnet } from './plain-unet.ts';
import { placeOf, type Room, roomOf, rowBytes, type Values } from './room.ts';

/** A U-Net in integers, with a memory of its own. */
export interface UnetDraft {
  /**
   * What the U-Net paints, within a level or two of 255, and at one go.
   *
   * @param inputs one for each channel that comes in, of one size: 1 channel, 0..255.
   * @param width and `height` of what the net works on, as `paint` of the U-Net has them: padded with 0.
   * @returns RGB of the inputs' size.
   */
  paint(inputs: readonly Picture[], width: number, height: number): Picture;
}

/** A convolution, or the phases of a transposed one, and what follows it. */
export interface Layer extends Packed {
  /** Addresses of the kernels' integers. */
  readonly filters: readonly number[];
  /** Of an instance norm; null where a bias alone follows. */
  readonly scale: Float32Array | null;
  /** Of the norm, or the bias. */
  readonly offset: Float32Array;
}

/** Values as integers. */
interface Scaled {
  readonly values: Values;
  /** The integer that stands for 1. */
  readonly perOne: number;
  /** No value is further from 0. */
  readonly bound: number;
}

/** What a convolution's sums are times and plus, by channel. */
interface Affine {
  readonly factor: Float64Array;
  readonly summand: Float64Array;
  /** The most that comes of it. */
  readonly bound: number;
}

/** The most pixels that are drafted: more take so long at one go that a cancel would not get in. */
export const MOST_DRAFTED = 512 * 512;

const PAGE_BYTES = 2 ** 16;

/**
 * A U-Net for pictures that follow a hand, or that must come soon: its convolutions in integers of 16 bits, each layer's values
 * scaled to the largest of them, on one thread.
 *
 * @returns null where the net, or the browser, is not made for it.
 */
export function unetDraft({ downs: plainDowns, ups: plainUps }: PlainUnet): UnetDraft | null {
  if (plainDowns.some(({ outs }) => outs % PANEL !== 0)) return null;
  const weights = [...plainDowns, ...plainUps].map((plain) => plain.kernels.length * packedLength(plain));
  const weightsBytes = 2 * weights.reduce((sum, length) => sum + length, 0);
  const memory = new WebAssembly.Memory({ initial: Math.ceil(weightsBytes / PAGE_BYTES) + 1 });
  const kernels = kernelsOver(memory);
  if (!kernels) return null;

  let end = 0;
  const place = (bytes: number) => {
    const address = end;
    end += Math.ceil(bytes / 16) * 16;
    const pages = Math.ceil((end - memory.buffer.byteLength) / PAGE_BYTES);
    if (pages > 0) memory.grow(pages);
    return address;
  };
  const layer = (plain: PlainLayer): Layer => {
    const length = packedLength(plain);
    const filters = plain.kernels.map(() => place(2 * length));
    const integers = filters.map((address) => new Int16Array(memory.buffer, address, length));
    return { ...packed(plain, integers), filters, scale: plain.scale, offset: plain.offset };
  };
  const downs = plainDowns.map(layer);
  const ups = plainUps.map(layer);

  const ground = end;
  let room: Room | undefined;
  return {
    paint(inputs, width, height) {
      if (room?.input.width !== width || room.input.height !== height) {
        end = ground;
        room = roomOf(downs, ups, width, height, place);
        new Uint8Array(memory.buffer, ground).fill(0);
      }
      return painted({ kernels, buffer: memory.buffer, room }, downs, ups, inputs);
    },
  };
}

/** What the layers of one picture work with. */
interface Work {
  readonly kernels: Kernels;
  readonly buffer: ArrayBuffer;
  readonly room: Room;
}

function painted(
  work: Work,
  downs: readonly Layer[],
  ups: readonly Layer[],
  inputs: readonly Picture[],
): Picture {
  const { room } = work;
  const skips: Scaled[] = [];
  let x = entered(work, inputs, (downs[0] as Layer).most); // a U-Net has layers
  for (const [i, layer] of downs.entries()) {
    if (i > 0) skips.push(x);
    const next = downs[i + 1] ?? (ups[0] as Layer);
    x = halved(work, x, layer, room.downs[i] as Values, next === downs[i + 1] ? LEAK : 0, next.most);
  }
  for (const [i, layer] of ups.slice(0, -1).entries()) {
    x = doubled(work, x, skips.pop() as Scaled, layer, room.ups[i] as Values, (ups[i + 1] as Layer).most);
  }
  return coloured(work, x, ups.at(-1) as Layer, inputs[0] as Picture); // it has an input
}

/** The inputs pixel by pixel: 255 becomes the integer `most`, and 0 its negative. */
function entered({ buffer, room }: Work, inputs: readonly Picture[], most: number): Scaled {
  const { input: values } = room;
  const integers = new Int16Array(buffer);
  const integerOf = Int16Array.from({ length: 256 }, (_, byte) => Math.round(toNetRange(byte) * most));
  const ground = integerOf[0] as number;
  for (const [c, { data, width, height }] of inputs.entries()) {
    for (let y = 0, from = 0; y < values.height; y++) {
      let to = placeOf(values, y, 0) / 2 + c;
      const inside = y < height ? width : 0;
      for (let x = 0; x < inside; x++, to += values.channels)
        integers[to] = integerOf[data[from++] as number] as number; // a byte
      for (let x = inside; x < values.width; x++, to += values.channels) integers[to] = ground;
    }
  }
  return { values, perOne: most, bound: 1 };
}

/** A convolution of stride 2, down to a picture of half the size. */
function halved(work: Work, x: Scaled, layer: Layer, values: Values, slope: number, most: number): Scaled {
  const moments = noMoments(layer.outs);
  convolve(work, x, layer, layer.filters[0] as number, [-1, -1], 2, values, work.room.sums, moments);
  const affine = affineOf(layer, moments, values.width * values.height, x.perOne, slope);
  const perOne = most / affine.bound;
  settle(work, affine, perOne, slope, layer, work.room.sums, values, [0, 0], 1);
  return { values, perOne, bound: affine.bound };
}

/** A transposed convolution, up to a picture of twice the size, and what is not negative of the skip beside it. */
function doubled(work: Work, x: Scaled, skip: Scaled, layer: Layer, values: Values, most: number): Scaled {
  const { kernels, room } = work;
  const moments = noMoments(layer.outs);
  const { width, height } = x.values;
  const phase = (k: number) => room.sums + 4 * k * width * height * layer.outs;
  for (const [k, filter] of layer.filters.entries()) {
    convolve(work, x, layer, filter, [(k >> 1) - 1, (k & 1) - 1], 1, x.values, phase(k), moments);
  }
  const affine = affineOf(layer, moments, 4 * width * height, x.perOne, 0);
  const bound = Math.max(affine.bound, skip.bound);
  const perOne = Math.min(skip.perOne, most / bound);
  for (const k of layer.filters.keys()) {
    settle(work, affine, perOne, 0, layer, phase(k), values, [k >> 1, k & 1], 2);
  }
  const ratio = Math.round((perOne / skip.perOne) * MOST_VALUE);
  const { channels } = skip.values;
  for (let row = 0; row < values.height; row++) {
    const from = placeOf(skip.values, row, 0);
    const to = placeOf(values, row, 0) + 2 * layer.outs;
    kernels.beside(from, to, 2 * values.channels, channels / 8, values.width, ratio);
  }
  return { values, perOne, bound };
}

/** The last transposed convolution, as bytes. */
function coloured(work: Work, x: Scaled, layer: Layer, size: Pick<Picture, 'width' | 'height'>): Picture {
  const { kernels, room, buffer } = work;
  const { width, height } = x.values;
  const phase = (k: number) => room.sums + 4 * k * width * height * layer.outs;
  for (const [k, filter] of layer.filters.entries()) {
    convolve(
      work,
      x,
      layer,
      filter,
      [(k >> 1) - 1, (k & 1) - 1],
      1,
      x.values,
      phase(k),
      noMoments(layer.outs),
    );
  }
  const affine = new Float32Array(buffer, room.affine, 2 * layer.outs);
  affine.fill(0);
  for (const [c, offset] of layer.offset.entries()) {
    affine[c] = (layer.unit[c] as number) / x.perOne;
    affine[layer.outs + c] = offset;
  }
  const row = 4 * width * layer.outs;
  for (let y = 0; y < 2 * height; y++) {
    const [left, right] = [0, 1].map((q) => phase(2 * (y & 1) + q) + (y >> 1) * row) as [number, number];
    kernels.colours(left, right, room.rgb + 6 * y * width, width / 2, room.affine);
  }
  const data = new Uint8Array(3 * size.width * size.height);
  for (let y = 0; y < size.height; y++) {
    data.set(new Uint8Array(buffer, room.rgb + 6 * y * width, 3 * size.width), 3 * y * size.width);
  }
  return { width: size.width, height: size.height, channels: 3, data };
}

/** What is noted of a convolution's sums, by channel. */
interface Moments {
  readonly sum: Float64Array;
  readonly squares: Float64Array;
  readonly least: Float64Array;
  readonly most: Float64Array;
}

const noMoments = (channels: number): Moments => ({
  sum: new Float64Array(channels),
  squares: new Float64Array(channels),
  least: new Float64Array(channels).fill(Number.POSITIVE_INFINITY),
  most: new Float64Array(channels).fill(Number.NEGATIVE_INFINITY),
});

/**
 * Convolves row by row into floats at `sums`. Moments are taken over from each row into doubles: a picture's would lose
 * digits that a variance needs.
 *
 * @param from row and column under the kernel's corner for the first pixel.
 * @param size of what comes out.
 */
function convolve(
  { kernels, buffer, room }: Work,
  { values }: Scaled,
  { rows, columns, ins, outs }: Layer,
  filter: number,
  [top, left]: readonly [number, number],
  stride: number,
  size: Pick<Values, 'width' | 'height'>,
  sums: number,
  moments: Moments,
): void {
  const isLast = outs < PANEL;
  const panels = outs / (isLast ? outs : PANEL);
  const groups = (columns * ins) / 8;
  const nextX = 2 * stride * values.channels;
  const noted = new Float32Array(buffer, room.noted, 4 * outs);
  const tiles = Math.floor(size.width / TILE);
  const singles = size.width % TILE;
  for (let row = 0; row < size.height; row++) {
    for (let c = 0; c < 4 * outs; c += 16) {
      noted.fill(0, c, c + 8);
      noted.fill(Number.POSITIVE_INFINITY, c + 8, c + 12);
      noted.fill(Number.NEGATIVE_INFINITY, c + 12, c + 16);
    }
    const run = (kernel: Kernels['wide'], first: number, count: number) => {
      if (count === 0) return;
      const x = placeOf(values, row * stride + top, first * stride + left);
      const y = sums + 4 * outs * (row * size.width + first);
      kernel(x, nextX, rowBytes(values), rows, groups, filter, panels, y, count, room.noted);
    };
    run(isLast ? kernels.wideLast : kernels.wide, 0, tiles);
    run(isLast ? kernels.singleLast : kernels.single, tiles * TILE, singles);
    for (let c = 0; c < outs; c++) {
      const at = 16 * (c >> 2) + (c & 3);
      moments.sum[c] = (moments.sum[c] as number) + (noted[at] as number); // all have a place for each channel
      moments.squares[c] = (moments.squares[c] as number) + (noted[at + 4] as number);
      moments.least[c] = Math.min(moments.least[c] as number, noted[at + 8] as number);
      moments.most[c] = Math.max(moments.most[c] as number, noted[at + 12] as number);
    }
  }
}

/** The instance norm, or the bias, of sums of integers. */
function affineOf(
  { scale, offset, unit, outs }: Layer,
  { sum, squares, least, most }: Moments,
  pixels: number,
  perOne: number,
  slope: number,
): Affine {
  const factor = new Float64Array(outs);
  const summand = new Float64Array(outs);
  let bound = 0;
  for (let c = 0; c < outs; c++) {
    const ofOne = (unit[c] as number) / perOne; // what a sum of 1 stands for; all arrays have a place for each channel
    const mean = (sum[c] as number) / pixels;
    const variance = Math.max(0, (squares[c] as number) / pixels - mean * mean) * ofOne * ofOne;
    const by = scale ? (ofOne * (scale[c] as number)) / Math.sqrt(variance + EPSILON) : ofOne;
    const plus = scale ? (offset[c] as number) - mean * by : (offset[c] as number);
    factor[c] = by;
    summand[c] = plus;
    for (const end of [least, most]) {
      const value = (end[c] as number) * by + plus;
      bound = Math.max(bound, value, -value * slope);
    }
  }
  return { factor, summand, bound: bound || 1 };
}

/** Sums become integers of 16 bits in the picture of their layer. @param step from pixel to pixel there, and row to row. */
function settle(
  { kernels, buffer, room }: Work,
  { factor, summand }: Affine,
  perOne: number,
  slope: number,
  { outs }: Layer,
  sums: number,
  values: Values,
  [top, left]: readonly [number, number],
  step: number,
): void {
  const affine = new Float32Array(buffer, room.affine, 2 * outs);
  for (let c = 0; c < outs; c++) {
    const at = 16 * (c >> 3) + (c & 7);
    affine[at] = (factor[c] as number) * perOne;
    affine[at + 8] = (summand[c] as number) * perOne;
  }
  const width = values.width / step;
  for (let row = 0; row < values.height / step; row++) {
    const to = placeOf(values, row * step + top, left);
    const from = sums + 4 * row * width * outs;
    kernels.settle(from, to, 2 * step * values.channels, outs / 8, width, room.affine, slope);
  }
}
