import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, describe, expect, test } from 'vitest';
import { type CannySettings, canny } from '../../../src/engine/ops/canny.ts';
import { cannyOnGpu } from '../../../src/engine/ops/canny-gpu.ts';
import { gaussianBlur, gaussianSide, gaussianWeights } from '../../../src/engine/ops/gaussian.ts';
import { grey } from '../../../src/engine/ops/grey.ts';
import type { Picture } from '../../../src/engine/picture.ts';
import { dawnDevice } from '../../dawn.ts';

type Step =
  | { op: 'gray' }
  | { op: 'blur'; sigma: number; ksize?: number }
  | { op: 'canny'; t1: number; t2: number; aperture: 3 | 5 | 7; l2: boolean };
interface Document {
  cases: Case[];
  gaussian_weights: { sigma: number; ksize: number; weights: number[] }[];
}
interface Case {
  id: string;
  input: string;
  steps: Step[];
  golden: string;
}

const folder = join(import.meta.dirname, '../../../../shared/data/canny');

/** A PNG of the goldens as a picture; one bit becomes 0 or 255. */
function load(file: string): Picture {
  const png = decode(readFileSync(join(folder, file)));
  const { width, height, depth, channels } = png;
  if (depth !== 1) return { width, height, channels: channels as 1 | 3, data: Uint8Array.from(png.data) };
  const stride = Math.ceil(width / 8);
  const data = Uint8Array.from({ length: width * height }, (_, i) => {
    const x = i % width;
    const byte = png.data[Math.floor(i / width) * stride + (x >> 3)] ?? 0;
    return (byte >> (7 - (x & 7))) & 1 ? 255 : 0;
  });
  return { width, height, channels: 1, data };
}

const differing = (a: Picture, b: Picture) =>
  a.data.length === b.data.length
    ? a.data.reduce((n, v, i) => n + Number(v !== b.data[i]), 0)
    : Number.POSITIVE_INFINITY;

/** The plain code and the kernels; on a grey picture the blur goes with Canny, as both do it in one call. */
const ways = {
  'plain TypeScript': async (picture: Picture, settings: CannySettings) => canny(picture, settings),
  WebGPU: async (picture: Picture, settings: CannySettings) => cannyOnGpu(await device(), picture, settings),
};
let opened: Promise<GPUDevice> | undefined;
const device = () => {
  opened ??= dawnDevice();
  return opened;
};
afterAll(async () => (await opened)?.destroy());

async function replay({ input, steps }: Case, way: keyof typeof ways): Promise<Picture> {
  let picture = load(input);
  let sigma = 0;
  for (const [i, step] of steps.entries()) {
    if (step.op === 'gray') picture = grey(picture);
    else if (step.op === 'canny') {
      const { aperture, l2, t1: low, t2: high } = step;
      picture = await ways[way](picture, { sigma, aperture, norm: l2 ? 'L2' : 'L1', low, high });
    } else if (i < steps.length - 1 && !step.ksize) sigma = step.sigma;
    else picture = gaussianBlur(picture, step.sigma, step.ksize);
  }
  return picture;
}

describe.runIf(existsSync(folder) || process.env.CI === 'true')('the goldens of OpenCV 4.6', () => {
  const doc: Document = existsSync(folder)
    ? JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8'))
    : { cases: [], gaussian_weights: [] };

  test('all 172 cases and 8 kernels are there', () => {
    expect(doc.cases).toHaveLength(172);
    expect(doc.gaussian_weights).toHaveLength(8);
  });

  describe.each(Object.keys(ways) as (keyof typeof ways)[])('%s', (way) => {
    test.each(doc.cases)('$id: no pixel differs', async (one) => {
      expect(differing(await replay(one, way), load(one.golden))).toBe(0);
    });
  });

  test.each(doc.gaussian_weights)('sigma $sigma: the weights are those of OpenCV', ({
    sigma,
    ksize,
    weights,
  }) => {
    expect(gaussianSide(sigma)).toBe(ksize);
    expect([...gaussianWeights(sigma)]).toEqual(weights);
  });
});
