import { resample } from '../ops/resize.ts';
import type { NetPicture } from './net-picture.ts';
import type { Size } from './octave-sizes.ts';

/** Linear interpolation when enlarging, an average without aliases when shrinking. */
export function resized(picture: NetPicture, { width, height }: Size): NetPicture {
  if (picture.width === width && picture.height === height) return picture;
  const whole = { x: 0, y: 0, width: picture.width, height: picture.height };
  const values = new Float32Array(width * height * 3);
  for (let channel = 0; channel < 3; channel++) {
    const plane = resample(picture.values, picture.width, whole, width, height, 3, channel);
    for (let i = 0; i < plane.length; i++) values[3 * i + channel] = plane[i] as number; // within
  }
  return { width, height, values };
}

/** The picture, shrunk where its longer side is above `side`. */
export function within(picture: NetPicture, side: number): NetPicture {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const fitted = (length: number) => Math.max(1, Math.round(length * scale));
  return scale === 1
    ? picture
    : resized(picture, { width: fitted(picture.width), height: fitted(picture.height) });
}

/**
 * A dream brought to another size.
 *
 * @param begun what the dream's octave began from: the picture itself in the dream's size.
 * @param target the picture itself in the new size.
 * @param detail share of what shrinking takes from the picture that is given back, 0..1.
 */
export function carried(
  dreamed: NetPicture,
  begun: NetPicture,
  target: NetPicture,
  detail: number,
): NetPicture {
  if (dreamed.width === target.width && dreamed.height === target.height) return dreamed;
  const { width, height, values } = resized(dreamed, target);
  if (detail === 0) return { width, height, values };
  const coarse = resized(begun, target).values;
  const detailed = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    detailed[i] = values[i]! + detail * (target.values[i]! - coarse[i]!); // all three have the size of the target
  }
  return { width, height, values: detailed };
}
