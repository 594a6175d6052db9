import { afterEach, expect, test, vi } from 'vitest';
import type { DreamWeights } from '../nets/inception-v3-tiles.ts';
import { defaultDream } from '../recipe.ts';
import { ascend } from './ascent.ts';
import { dreamPresets } from './presets.ts';
import { tooLarge } from './size.ts';

const large = { ...defaultDream, octaves: 8, octaveScale: 2, octavesAbove: 3 };
const picture = (side: number) => ({ width: side, height: side, values: new Float32Array(side * side * 3) });

afterEach(() => vi.unstubAllGlobals());

test('eight octaves of scale 2 with three above at 1024 px are refused, with what would do', () => {
  expect(tooLarge({ width: 1024, height: 1024 }, large)).toBe(
    'The largest octave would be 8192 × 8192 px and take 16.1 GB of memory, more than the 1.6 GB that a dream may take; one octave above the size or an octave scale of 1.35 would do.',
  );
});

test.each([1, 2, 3])('what the sentence says would do does: %i above', (octavesAbove) => {
  const size = { width: 1024, height: 700 };
  const sentence = tooLarge(size, { ...large, octavesAbove });
  if (sentence === null) return;
  const above = / (no|one|\d) octaves? above/.exec(sentence)?.[1] ?? '';
  const scale = Number(/scale of ([\d.]+)/.exec(sentence)?.[1]);
  const fewer = { no: 0, one: 1 }[above] ?? Number(above);
  expect(tooLarge(size, { ...large, octavesAbove: fewer })).toBeNull();
  expect(tooLarge(size, { ...large, octavesAbove, octaveScale: scale })).toBeNull();
});

test('every preset fits the largest working picture', () => {
  for (const { dream } of dreamPresets) expect(tooLarge({ width: 1024, height: 1024 }, dream)).toBeNull();
});

test('nothing is made of octaves that are too large: an ascent ends before its first block', async () => {
  let most = 0;
  class Counted extends Float32Array {
    constructor(length: number) {
      most = Math.max(most, length);
      super(length);
    }
  }
  const asked = picture(1024);
  vi.stubGlobal('Float32Array', Counted);
  const net = {} as DreamWeights; // never asked for anything
  const steps = ascend(large, { net, picture: asked, guide: null, mask: null, from: null });
  await expect(steps.next()).rejects.toThrow('8192 × 8192');
  expect(most).toBe(0);
});
