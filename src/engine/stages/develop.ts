import type { Frame } from '../cells/frame.ts';
import { StudioError } from '../errors.ts';
import { grey } from '../ops/grey.ts';
import { joined } from '../ops/joined.ts';
import { resample, type Window } from '../ops/resize.ts';
import { percentiles, stretch } from '../ops/stretch.ts';
import type { Picture, Planes, Samples } from '../picture.ts';
import type { DevelopRecipe } from '../recipe.ts';
import { laidOver, looksOf, rangesOf, type ValueRange } from './composite.ts';
import { type Light, lightOf } from './light.ts';
import { storedWindow, turned, upright } from './upright.ts';

/** A recipe's settings, with a working picture of any size. */
export type DevelopSettings = Omit<DevelopRecipe, 'size'> & { readonly size: number };

/** Settings that keep a file's own pixels, all of them. */
export const wholeFile = (
  settings: DevelopRecipe,
  { width, height }: Pick<Planes, 'width' | 'height'>,
): DevelopSettings => ({
  ...settings,
  frame: 'fit',
  size: Math.max(width, height),
  scale: null,
});

/** A picture made ready to work on: both of the working size. */
export interface Developed {
  /** 1 channel, stretched by the recipe's percentiles and gamma. */
  readonly grey: Picture;
  /** What the eye is shown: the file's own colours, or the grey. */
  readonly rgb: Picture;
  /** The file's own values at each pixel of a grey picture; else null. */
  readonly raw: Float32Array | null;
  /** Width of a pixel in micrometres; null where the file does not say. */
  readonly pixelUm: number | null;
  /** What the grey was stretched from: as in the file, larger is brighter, and the smallest span of contrast that makes sense. */
  readonly light: Float32Array;
  readonly leastSpan: number;
  /** Which part of the file it shows. */
  readonly frame: Frame;
  /** The values that become black and white. */
  readonly tones: Tones;
}

/** Black and white of the grey picture, and of deep colours, which keep their balance. */
export interface Tones {
  readonly grey: readonly number[];
  readonly colours: readonly number[];
  /** Of stains that are laid over each other: the values of each channel that become dark and bright. */
  readonly ranges: readonly ValueRange[];
}

/** The part of the picture to work on, and its size when done. */
function frameOf(file: Size, recipe: DevelopSettings): { window: Window; width: number; height: number } {
  const window = windowOf(file, recipe);
  const scale = recipe.scale ?? recipe.size / Math.max(window.width, window.height);
  const scaled = (side: number) => Math.max(1, Math.round(side * scale));
  return { window, width: scaled(window.width), height: scaled(window.height) };
}

/** The part of the upright file that a recipe works on. @throws StudioError `recipe` where it lies outside. */
export function windowOf({ width, height }: Size, recipe: DevelopSettings): Window {
  if (recipe.frame === 'fit') return { x: 0, y: 0, width, height };
  if (recipe.frame === 'part') {
    const [x, y, w, h] = recipe.part;
    if (x >= width || y >= height) {
      throw new StudioError(
        'recipe',
        `The recipe's part begins at ${x}, ${y}, and the picture has ${width} x ${height} pixels.`,
      );
    }
    return { x, y, width: Math.min(w, width - x), height: Math.min(h, height - y) };
  }
  const side = Math.max(1, Math.round(Math.min(width, height) / recipe.zoom));
  const x = Math.round((width - side) * recipe.across);
  const y = Math.round((height - side) * recipe.down);
  return { x, y, width: side, height: side };
}

type Stored = Pick<Planes, 'width' | 'height' | 'orientation'>;
type Size = Pick<Picture, 'width' | 'height'>;

/** A part of a file's planes, in pixels of the upright file, turned upright and brought to a size. */
function partOf(stored: readonly Samples[], file: Stored, window: Window, size: Size): Float32Array[] {
  const { orientation } = file;
  // Turned after it was made small: a photograph of a hundred megapixels is not held twice.
  const part = storedWindow(window, turned(file, orientation), orientation);
  const out = turned(size, orientation);
  return stored.map((plane) =>
    upright(resample(plane, file.width, part, out.width, out.height), out, orientation),
  );
}

const isOwnSize = (window: Window, { width, height }: Size) =>
  window.width === width && window.height === height;

/** The same of what becomes light: whole numbers stay whole. @param isOwnSize where each is a pixel of the file, and whole already. */
function lightIn(light: Light, values: Float32Array[], isOwnSize: boolean): Float32Array[] {
  if (light.isBytes && !isOwnSize)
    for (const plane of values) for (let i = 0; i < plane.length; i++) plane[i] = Math.round(plane[i]!); // i is below the length
  return values;
}

/** Planes of a file, as stored, turned upright, cut or fitted to the working size. */
export function framed(
  stored: readonly Samples[],
  file: Pick<Planes, 'width' | 'height' | 'orientation' | 'pixelSizeUm'>,
  recipe: DevelopSettings,
) {
  const { orientation, pixelSizeUm } = file;
  const whole = turned(file, orientation);
  const { window, width, height } = frameOf(whole, recipe);
  const planes = partOf(stored, file, window, { width, height });
  const [x, y] = pixelSizeUm ?? [0, 0];
  const pixelUm: Frame['pixelUm'] = pixelSizeUm && (orientation > 4 ? [y, x] : [x, y]); // from 5 on rows become columns
  const frame: Frame = { window, width: whole.width, height: whole.height, pixelUm };
  return { planes, frame, width, height };
}

/**
 * An 8-bit picture of the working size from a file's own numbers: turned upright, cut or fitted, and stretched between two
 * percentiles of its grey values. 16-bit and float values keep their precision up to the stretch.
 *
 * @throws StudioError `recipe` when the picture lacks the channel asked for.
 */
export function develop(planes: Planes, recipe: DevelopSettings): Developed {
  const looks = looksOf(planes, recipe.channels);
  const ranges = looks ? rangesOf(planes, looks) : [];
  const ground = groundOf(planes, recipe, ranges);
  const { luminance, values, how, frame, width } = ground;
  const pixelUm = frame.pixelUm && (frame.pixelUm[0] * frame.window.width) / width;
  const shares = sharesOf(recipe);
  const tones: Tones = {
    grey: percentiles(how.isBytes ? new Uint8Array(luminance) : luminance, shares), // bytes are counted, not sorted
    colours: hasDeepColours(ground) ? percentiles(joined(values), shares) : [],
    ranges,
  };
  const isGreyFile = values.length < 3 && planes.photometric.kind === 'grey';
  return {
    ...toned(ground, recipe.gamma, tones),
    raw: isGreyFile ? luminance : null,
    pixelUm,
    light: luminance,
    leastSpan: how.leastSpan,
    frame,
    tones,
  };
}

/** A working picture before its black and white are known. */
export interface Ground {
  readonly width: number;
  readonly height: number;
  readonly frame: Frame;
  /** One value for each pixel, larger is brighter: what percentiles are taken of. */
  readonly luminance: Float32Array;
  /** The same as one or three planes. */
  readonly values: readonly Float32Array[];
  readonly how: Pick<Light, 'isBytes' | 'leastSpan'>;
  /** Stains laid over each other: red, green and blue, 0..255. */
  readonly composite: readonly Float32Array[] | null;
}

/** The percentiles that become black and white. */
export const sharesOf = ({ low, high }: Pick<DevelopSettings, 'low' | 'high'>): readonly [number, number] => [
  Math.min(low, high),
  Math.max(low, high),
];

/** Whether colours have a black and white of their own, by the percentiles of all their values. */
export const hasDeepColours = ({ values, how }: Pick<Ground, 'values' | 'how'>): boolean =>
  values.length >= 3 && !how.isBytes;

/**
 * The first half of `develop`.
 *
 * @param ranges of stains; none where there are no stains.
 */
export function groundOf(planes: Planes, recipe: DevelopSettings, ranges: readonly ValueRange[]): Ground {
  const looks = looksOf(planes, recipe.channels);
  const stains = looks && framed(samplesOf(planes), planes, recipe);
  const composite = looks && stains ? laidOver(stains.planes, looks, ranges) : null;
  const light = lightOf(planes, recipe.channel === 'composite' ? 'grey' : recipe.channel);
  const readsComposite = recipe.channel === 'composite' && composite;
  const { planes: stored, frame, width, height } = framedLight(light, planes, recipe, stains);
  const values = readsComposite
    ? composite
    : lightIn(light, stored, isOwnSize(frame.window, { width, height }));
  const how = readsComposite ? { isBytes: true, leastSpan: 1 } : light;
  return { width, height, frame, luminance: luminanceOf(values, how), values, how, composite };
}

/** The second half of `develop`: 8-bit pictures between black and white. */
export function toned(
  { width, height, luminance, values, how, composite }: Ground,
  gamma: number,
  tones: Tones,
): Pick<Developed, 'grey' | 'rgb'> {
  const size = { width, height };
  const data = stretched(luminance, gamma, tones.grey, how);
  return {
    grey: { ...size, channels: 1, data },
    rgb: composite
      ? interleaved(composite, size)
      : values.length < 3
        ? thrice(data, size)
        : shown(values, how, gamma, tones, size),
  };
}

/** Light of the working size. @param stains the file's channels of that size: one that is light as it is stands there already. */
function framedLight(
  { planes: light }: Light,
  file: Planes,
  recipe: DevelopSettings,
  stains: ReturnType<typeof framed> | null,
): ReturnType<typeof framed> {
  const found = light.map((plane) => stains?.planes[samplesOf(file).indexOf(plane)]);
  const planes = found.filter((plane) => plane !== undefined);
  return stains && planes.length === light.length ? { ...stains, planes } : framed(light, file, recipe);
}

const samplesOf = ({ channels }: Planes) => channels.map(({ samples }) => samples);

/**
 * Another part of the same picture, with the tones of the developed one.
 *
 * @param window in the upright file's own pixels, within the picture.
 * @param size of the answer, in pixels. RGB.
 */
export function view(
  planes: Planes,
  recipe: DevelopRecipe,
  tones: Tones,
  window: Window,
  size: Size,
): Picture {
  const looks = looksOf(planes, recipe.channels);
  if (looks) {
    const stains = partOf(samplesOf(planes), planes, window, size);
    return interleaved(laidOver(stains, looks, tones.ranges), size);
  }
  const light = lightOf(planes, recipe.channel === 'composite' ? 'grey' : recipe.channel);
  const values = lightIn(light, partOf(light.planes, planes, window, size), isOwnSize(window, size));
  return shown(values, light, recipe.gamma, tones, size);
}

/** Every byte there is. */
const BYTES = Float32Array.from({ length: 256 }, (_, byte) => byte);

function stretched(
  values: Float32Array,
  gamma: number,
  [black = 0, white = 0]: readonly number[],
  { leastSpan, isBytes }: Pick<Light, 'leastSpan' | 'isBytes'>,
): Uint8Array<ArrayBuffer> {
  if (!isBytes) return stretch(values, black, white, gamma, leastSpan);
  const of = stretch(BYTES, black, white, gamma, leastSpan);
  const out = new Uint8Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = of[values[i]!]!; // a byte
  return out;
}

/** What the eye is shown: the file's own colours, those of deep files between one black and white, or the grey. */
function shown(
  values: readonly Float32Array[],
  light: Pick<Light, 'isBytes' | 'leastSpan'>,
  gamma: number,
  tones: Tones,
  size: Size,
): Picture {
  const [red = new Float32Array(), green, blue] = values;
  if (!green || !blue) {
    const grey = stretched(red, gamma, tones.grey, light);
    return thrice(grey, size);
  }
  if (light.isBytes) return interleaved([red, green, blue], size);
  const [r, g, b] = [red, green, blue].map((plane) => stretched(plane, 1, tones.colours, light));
  return interleaved([r!, g!, b!], size); // three
}

/** A grey plane as red, green and blue. */
function thrice(grey: Uint8Array, { width, height }: Size): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0, to = 0; i < grey.length; i++, to += 3) {
    const value = grey[i]!; // below the length
    data[to] = value;
    data[to + 1] = value;
    data[to + 2] = value;
  }
  return { width, height, channels: 3, data };
}

/** Planes of red, green and blue, of a size, as one picture. */
function interleaved(planes: readonly (Float32Array | Uint8Array)[], { width, height }: Size): Picture {
  const data = new Uint8Array(width * height * 3);
  const [r, g, b] = planes;
  for (let i = 0, to = 0; i < r!.length; i++) {
    data[to++] = r![i]!; // three planes of one length
    data[to++] = g![i]!;
    data[to++] = b![i]!;
  }
  return { width, height, channels: 3, data };
}

/** One value for each pixel: of colours as bytes what OpenCV's grey is, of deep ones the same weights unrounded. */
function luminanceOf(
  [red = new Float32Array(), green, blue]: readonly Float32Array[],
  light: Pick<Light, 'isBytes'>,
): Float32Array {
  if (!green || !blue) return red;
  if (!light.isBytes)
    return red.map((r, i) => (9798 * r + 19235 * (green[i] ?? 0) + 3735 * (blue[i] ?? 0)) / 32768);
  const bytes = grey(interleaved([red, green, blue], { width: red.length, height: 1 }));
  return new Float32Array(bytes.data);
}
