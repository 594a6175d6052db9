import type { Frame } from '../cells/frame.ts';
import { grey } from '../ops/grey.ts';
import { resample, type Window } from '../ops/resize.ts';
import { percentiles, stretch } from '../ops/stretch.ts';
import type { Picture, Planes, Samples } from '../picture.ts';
import type { DevelopRecipe } from '../recipe.ts';
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
});

/** A picture made ready to work on: both of the working size. */
export interface Developed {
  /** 1 channel, stretched by the recipe's percentiles and gamma. */
  readonly grey: Picture;
  /** What the eye is shown: the file's own colours, or the grey. */
  readonly rgb: Picture;
  /** The file's own values at each pixel, where those of a grey picture are deeper than 8 bits; else null. */
  readonly raw: Float32Array | null;
  /** Width of a pixel in micrometres; null where the file does not say. */
  readonly pixelUm: number | null;
  /** What the grey was stretched from: as in the file, larger is brighter, and the smallest span of contrast that makes sense. */
  readonly light: Float32Array;
  readonly leastSpan: number;
  /** Which part of the file it shows. */
  readonly frame: Frame;
}

/** The part of the picture to work on, and its size when done. */
function frameOf(
  { width, height }: Pick<Light, 'width' | 'height'>,
  recipe: DevelopSettings,
): { window: Window; width: number; height: number } {
  if (recipe.frame === 'fit') {
    const scale = recipe.size / Math.max(width, height);
    const fitted = (side: number) => Math.max(1, Math.round(side * scale));
    return { window: { x: 0, y: 0, width, height }, width: fitted(width), height: fitted(height) };
  }
  const side = Math.max(1, Math.round(Math.min(width, height) / recipe.zoom));
  const x = Math.round((width - side) * recipe.across);
  const y = Math.round((height - side) * recipe.down);
  return { window: { x, y, width: side, height: side }, width: recipe.size, height: recipe.size };
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
  // Turned after it was made small: a photograph of a hundred megapixels is not held twice.
  const part = storedWindow(window, whole, orientation);
  const out = turned({ width, height }, orientation);
  const planes = stored.map((plane) =>
    upright(resample(plane, file.width, part, out.width, out.height), out, orientation),
  );
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
  const light = lightOf(planes, recipe.channel);
  const { planes: shown, frame, width, height } = framed(light.planes, planes, recipe);
  const pixelUm = frame.pixelUm && (frame.pixelUm[0] * frame.window.width) / width;
  if (light.isBytes)
    for (const plane of shown) for (let i = 0; i < plane.length; i++) plane[i] = Math.round(plane[i]!); // i is below the length

  const picture = (channels: 1 | 3, data: Uint8Array<ArrayBuffer>): Picture => ({
    width,
    height,
    channels,
    data,
  });
  const interleave = (r: ArrayLike<number>, g: ArrayLike<number>, b: ArrayLike<number>) => {
    const data = new Uint8Array(width * height * 3);
    for (let i = 0; i < width * height; i++) {
      data[3 * i] = r[i] ?? 0;
      data[3 * i + 1] = g[i] ?? 0;
      data[3 * i + 2] = b[i] ?? 0;
    }
    return picture(3, data);
  };
  const stretched = (values: Float32Array, gamma: number, [black = 0, white = 0]: number[]) =>
    stretch(values, black, white, gamma, light.leastSpan);
  const shares = [Math.min(recipe.low, recipe.high), Math.max(recipe.low, recipe.high)];

  const [red, green, blue] = shown;
  const common = { pixelUm, leastSpan: light.leastSpan, frame };
  if (red && green && blue) {
    const own = light.isBytes
      ? interleave(red, green, blue)
      : rgbStretched([red, green, blue], shares, stretched, interleave);
    const luminance = light.isBytes
      ? Float32Array.from(grey(own).data)
      : red.map((r, i) => (9798 * r + 19235 * (green[i] ?? 0) + 3735 * (blue[i] ?? 0)) / 32768);
    const bytes = stretched(luminance, recipe.gamma, percentiles(luminance, shares));
    return { grey: picture(1, bytes), rgb: own, raw: null, light: luminance, ...common };
  }
  const values = red ?? new Float32Array();
  const bytes = stretched(values, recipe.gamma, percentiles(values, shares));
  const raw = light.isBytes || planes.photometric.kind !== 'grey' ? null : values;
  return { grey: picture(1, bytes), rgb: interleave(bytes, bytes, bytes), raw, light: values, ...common };
}

/** Deep colours as bytes, all three between the same black and white, so that their balance stays. */
function rgbStretched(
  colours: readonly [Float32Array, Float32Array, Float32Array],
  shares: readonly number[],
  stretched: (values: Float32Array, gamma: number, range: number[]) => Uint8Array,
  interleave: (r: Uint8Array, g: Uint8Array, b: Uint8Array) => Picture,
): Picture {
  const all = new Float32Array(colours[0].length * 3);
  for (const [i, colour] of colours.entries()) all.set(colour, i * colour.length);
  const range = percentiles(all, shares);
  const [r, g, b] = colours.map((colour) => stretched(colour, 1, range));
  return interleave(r ?? new Uint8Array(), g ?? new Uint8Array(), b ?? new Uint8Array());
}
