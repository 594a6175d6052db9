import type { Axes, Channel, PlaneAt, Planes, Samples } from '../picture.ts';
import { checkSize, fits } from './limits.ts';
import type { Bytes, FileEntry, OpenedFile, Window } from './opened-file.ts';
import { pixelSize } from './pixel-size.ts';
import { count, damaged, notRead, printable, Refusal } from './refusal.ts';
import { openZarrArray, type ZarrArray } from './zarr-array.ts';
import { filesOfZarr } from './zarr-json.ts';
import { axesOf, pictureOfZarr, umAlong, type ZarrPicture } from './zarr-ome.ts';
import { filesInZip } from './zip-files.ts';

/** Chunks that are looked up for one plane: 16,384 x 16,384 pixels in chunks of 64 take 65,536. */
const MOST_CHUNKS = 100_000;

const names = ['t', 'c', 'z', 'y', 'x'] as const;
type Name = (typeof names)[number];

/** An array whose sides are known by name; those that it lacks are 1. */
interface Level {
  readonly array: ZarrArray;
  readonly size: Readonly<Record<Name, number>>;
  readonly chunk: Readonly<Record<Name, number>>;
  /** The place of each of the array's own axes among the names; -1 for one of another name, which is one long. */
  readonly axes: readonly number[];
  readonly pixelSizeUm: Planes['pixelSizeUm'];
}

async function levelOf(
  files: ReadonlyMap<string, Bytes>,
  picture: ZarrPicture,
  { folder, scale }: ZarrPicture['datasets'][number],
): Promise<Level> {
  const array = await openZarrArray(files, folder);
  if (!array)
    throw damaged(`it names ${printable(folder) || 'an array'} as a level of its pyramid and lacks it`);
  const axes = axesOf(picture, array.shape.length);
  for (const [i, { name }] of axes.entries()) {
    if ((array.shape[i] ?? 1) > 1 && !names.some((one) => one === name)) {
      throw notRead(
        `an axis "${printable(name).slice(0, 40)}" of ${count(array.shape[i] ?? 1)}`,
        'Save the picture with axes t, c, z, y and x only.',
      );
    }
  }
  const along = (sides: readonly number[]) => {
    const side = (name: Name) => sides[axes.findIndex((axis) => axis.name === name)] ?? 1;
    return { t: side('t'), c: side('c'), z: side('z'), y: side('y'), x: side('x') };
  };
  return {
    array,
    size: along(array.shape),
    chunk: along(array.chunk),
    axes: axes.map(({ name }) => (names as readonly string[]).indexOf(name)),
    pixelSizeUm: pixelSize(umAlong('x', axes, scale), umAlong('y', axes, scale)),
  };
}

/** Copies what a window and a chunk share of one channel. @param base where the chunk's part of the plane begins in it. */
function copyPart(
  from: Samples,
  base: number,
  stride: Pick<Record<Name, number>, 'x' | 'y'>,
  to: Samples,
  window: Window,
  chunk: Window,
): void {
  const left = Math.max(window.left, chunk.left);
  const right = Math.min(window.left + window.width, chunk.left + chunk.width);
  const bottom = Math.min(window.top + window.height, chunk.top + chunk.height);
  for (let y = Math.max(window.top, chunk.top); y < bottom; y++) {
    const begin = base + (y - chunk.top) * stride.y + (left - chunk.left) * stride.x;
    const place = (y - window.top) * window.width + left - window.left;
    if (stride.x === 1) to.set(from.subarray(begin, begin + right - left), place);
    else for (let x = 0; x < right - left; x++) to[place + x] = from[begin + x * stride.x] ?? 0;
  }
}

const emptyLike = ({ numbers }: ZarrArray, length: number): Samples => {
  const { sampleFormat, bits } = numbers;
  if (sampleFormat === 'float') return bits === 64 ? new Float64Array(length) : new Float32Array(length);
  if (sampleFormat === 'int')
    return bits === 8 ? new Int8Array(length) : bits === 16 ? new Int16Array(length) : new Int32Array(length);
  return bits <= 8 ? new Uint8Array(length) : bits === 16 ? new Uint16Array(length) : new Uint32Array(length);
};

/** The numbers of the chunks that hold a row of samples. */
const chunksOf = (first: number, samples: number, side: number): number[] => {
  const begin = Math.floor(first / side);
  return Array.from({ length: Math.floor((first + samples - 1) / side) - begin + 1 }, (_, i) => begin + i);
};

/** The samples of every channel of a window, from the chunks that meet it, one after the other. */
async function readWindow(
  { array, size, chunk, axes }: Level,
  at: PlaneAt,
  window: Window,
): Promise<Samples[]> {
  const samples = Array.from({ length: size.c }, () => emptyLike(array, window.width * window.height));
  const across = chunksOf(window.left, window.width, chunk.x);
  const down = chunksOf(window.top, window.height, chunk.y);
  const deep = chunksOf(0, size.c, chunk.c);
  if (across.length * down.length * deep.length > MOST_CHUNKS) {
    const chunks = count(across.length * down.length * deep.length);
    throw notRead(
      `a plane in ${chunks} chunks`,
      'Save it in larger chunks, or open a smaller level of its pyramid.',
    );
  }
  for (const c of deep) {
    for (const y of down) {
      for (const x of across) {
        const place = { t: Math.floor(at.t / chunk.t), c, z: Math.floor(at.z / chunk.z), y, x };
        const part = await array.read(axes.map((axis) => place[names[axis] ?? 't'] * (axis === -1 ? 0 : 1)));
        const strideOf = (name: Name) => part.stride[axes.indexOf(names.indexOf(name))] ?? 0;
        const base = (at.t % chunk.t) * strideOf('t') + (at.z % chunk.z) * strideOf('z');
        const lies = { left: x * chunk.x, top: y * chunk.y, width: chunk.x, height: chunk.y };
        for (let channel = c * chunk.c; channel < Math.min(size.c, (c + 1) * chunk.c); channel++) {
          const begin = base + (channel % chunk.c) * strideOf('c');
          const to = samples[channel];
          if (to) copyPart(part.samples, begin, { x: strideOf('x'), y: strideOf('y') }, to, window, lies);
        }
      }
    }
  }
  return samples;
}

const pixelBytes = ({ array, size }: Level) => size.c * Math.max(1, array.numbers.bits / 8);

/** The largest level of which a plane fits; the first where none does. */
const fittingLevel = (levels: readonly Level[]): number =>
  Math.max(
    0,
    levels.findIndex((level) => fits(level.size.x, level.size.y, pixelBytes(level))),
  );

/** What to say where another level than the first is shown because that is too large. */
function smallerCopy({ size: full }: Level, { size }: Level): string {
  const sides = ({ x, y }: Level['size']) => `${count(x)} x ${count(y)}`;
  return `has ${sides(full)} pixels, which is too large to be read whole; its copy of ${sides(size)} is shown.`;
}

/** The plane of a smaller level that lies where one of the full size does. */
const planeIn = (index: number, full: number, size: number) =>
  Math.min(size - 1, Math.floor((index * size) / full));

/**
 * OME-Zarr 0.4 (Zarr 2) and 0.5 (Zarr 3), and arrays alone. Only the chunks that a window meets are read.
 *
 * @param entries the files of a folder, or of a ZIP ({@link openZarrZip}).
 * @throws Refusal
 */
export async function openZarr(entries: readonly FileEntry[]): Promise<OpenedFile> {
  const files = filesOfZarr(entries);
  if (files === null) {
    throw new Refusal(
      'is no Zarr: no file in it is named .zattrs, .zarray or zarr.json. Choose the folder that holds one of these.',
    );
  }
  const picture = pictureOfZarr(files);
  const levels: Level[] = [];
  for (const dataset of picture.datasets) levels.push(await levelOf(files, picture, dataset));
  levels.sort((a, b) => b.size.x * b.size.y - a.size.x * a.size.y);
  const [full] = levels;
  if (!full) throw damaged('it has no level of a pyramid');
  const axes: Axes = { c: full.size.c, z: full.size.z, t: full.size.t };
  return {
    axes,
    levels: levels.map(({ size }) => ({ width: size.x, height: size.y })),
    series: picture.series,
    async read(at, asked, window) {
      const level = asked ?? (window ? 0 : fittingLevel(levels));
      const from = levels[level];
      if (!from)
        throw new Refusal(
          `has no level ${level} of its pyramid: there are ${levels.length}. Choose one of those.`,
        );
      if (!(at.z >= 0 && at.z < axes.z && at.t >= 0 && at.t < axes.t)) {
        throw new Refusal(
          `has no plane at depth ${at.z} and time ${at.t}: there are ${axes.z} in depth and ${axes.t} in time. Choose one of those.`,
        );
      }
      const whole: Window = { left: 0, top: 0, width: from.size.x, height: from.size.y };
      const { left, top, width, height } = window ?? whole;
      const { numbers } = from.array;
      checkSize(width, height, pixelBytes(from));
      if (left < 0 || top < 0 || left + width > whole.width || top + height > whole.height) {
        throw new Refusal(
          `has ${count(whole.width)} x ${count(whole.height)} pixels, and the part that was asked for goes beyond them. Choose a smaller part.`,
        );
      }
      const there = { z: planeIn(at.z, axes.z, from.size.z), t: planeIn(at.t, axes.t, from.size.t) };
      const samples = await readWindow(from, there, { left, top, width, height });
      const channels = samples.map((one, c): Channel => ({ ...picture.channels[c], samples: one }));
      return {
        width,
        height,
        channels,
        bitDepth: numbers.bits,
        sampleFormat: numbers.sampleFormat,
        photometric: { kind: 'grey' },
        orientation: 1,
        pixelSizeUm: from.pixelSizeUm,
        planes: axes.z * axes.t,
        axes,
        warnings: asked === undefined && level > 0 ? [smallerCopy(full, from)] : [],
      };
    },
  };
}

/** An OME-Zarr in one file: `.zarr.zip` or `.ozx`. @throws Refusal */
export async function openZarrZip(archive: Bytes): Promise<OpenedFile> {
  return openZarr(filesInZip(archive));
}
