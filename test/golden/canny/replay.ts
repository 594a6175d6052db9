import { decode } from 'fast-png';
import type { CannySettings } from '../../../src/engine/ops/canny.ts';
import { gaussianBlur } from '../../../src/engine/ops/gaussian.ts';
import { grey } from '../../../src/engine/ops/grey.ts';
import type { Picture } from '../../../src/engine/picture.ts';

type Step =
  | { op: 'gray' }
  | { op: 'blur'; sigma: number; ksize?: number }
  | { op: 'canny'; t1: number; t2: number; aperture: 3 | 5 | 7; l2: boolean };

/** What OpenCV did to a picture, and what came out: a golden of `make_cases.py` or of the shared set. */
export interface Case {
  readonly id: string;
  readonly input: string;
  readonly steps: readonly Step[];
  readonly golden: string;
}

/** A grey or RGB PNG of 8 bits as a picture; 1 bit becomes 0 or 255. */
export function pictureOf(png: Uint8Array): Picture {
  const { width, height, depth, channels, data } = decode(png);
  if (depth !== 1) return { width, height, channels: channels as 1 | 3, data: Uint8Array.from(data) };
  const stride = Math.ceil(width / 8);
  const bits = Uint8Array.from({ length: width * height }, (_, i) => {
    const x = i % width;
    const byte = data[Math.floor(i / width) * stride + (x >> 3)] ?? 0;
    return (byte >> (7 - (x & 7))) & 1 ? 255 : 0;
  });
  return { width, height, channels: 1, data: bits };
}

/**
 * Runs a case's steps.
 *
 * @param canny the code under test; a blur right before it is a part of it, as both are one call with us.
 */
export async function replay(
  { steps }: Case,
  input: Picture,
  canny: (picture: Picture, settings: CannySettings) => Picture | Promise<Picture>,
): Promise<Picture> {
  let picture = input;
  let sigma = 0;
  for (const [i, step] of steps.entries()) {
    if (step.op === 'gray') picture = grey(picture);
    else if (step.op === 'canny') {
      const { aperture, l2, t1: low, t2: high } = step;
      picture = await canny(picture, { sigma, aperture, norm: l2 ? 'L2' : 'L1', low, high });
    } else if (i < steps.length - 1 && !step.ksize) sigma = step.sigma;
    else picture = gaussianBlur(picture, step.sigma, step.ksize);
  }
  return picture;
}
