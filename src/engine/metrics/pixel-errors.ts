import type { Picture } from '../picture.ts';

/** Mean absolute difference of two pictures of one form, as a share of the range: 0 (the same) to 1. */
export function l1(picture: Picture, target: Picture): number {
  let sum = 0;
  for (const [i, value] of picture.data.entries()) sum += Math.abs(value - (target.data[i] ?? 0));
  return sum / picture.data.length / 255;
}

/** Peak signal to noise ratio of two pictures of one form, in dB, range 255; Infinity where they are the same. */
export function psnr(picture: Picture, target: Picture): number {
  let sum = 0;
  for (const [i, value] of picture.data.entries()) sum += (value - (target.data[i] ?? 0)) ** 2;
  return 10 * Math.log10(255 ** 2 / (sum / picture.data.length));
}
