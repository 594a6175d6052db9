import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CannySettings, canny } from '../../src/engine/ops/canny.ts';
import { cannyOnGpu } from '../../src/engine/ops/canny-gpu.ts';
import type { Picture } from '../../src/engine/picture.ts';
import { cannyCases } from '../canny-cases.ts';
import { differing } from '../differing.ts';
import own from '../golden/canny/own/cases.json';
import { type Case, pictureOf, replay } from '../golden/canny/replay.ts';

// Canny in a real browser: its own WebGPU, whose shader compiler is not Dawn's in Node, and its own JavaScript.

const files = import.meta.glob<string>('../golden/canny/own/*.png', {
  query: '?url',
  import: 'default',
  eager: true,
});

async function load(file: string) {
  const response = await fetch(files[`../golden/canny/own/${file}`] ?? file);
  return pictureOf(new Uint8Array(await response.arrayBuffer()));
}

let gpu: GPUDevice;
beforeAll(async () => {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('this browser offers no WebGPU adapter');
  gpu = await adapter.requestDevice();
});
afterAll(() => gpu.destroy());

test.each(cannyCases)('as the plain code: $name', ({ check }) => check(gpu));

const ways = {
  'plain TypeScript': canny,
  WebGPU: (picture: Picture, settings: CannySettings) => cannyOnGpu(gpu, picture, settings),
};

describe('the goldens of OpenCV 4.6', () => {
  const cases = own.cases as Case[]; // written by make_cases.py
  describe.each(Object.entries(ways))('%s', (_, way) => {
    test.each(cases)('$id: no pixel differs', async (one) => {
      const found = await replay(one, await load(one.input), way);
      expect(differing(found.data, (await load(one.golden)).data)).toBe(0);
    });
  });
});
