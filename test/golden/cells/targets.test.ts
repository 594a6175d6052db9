import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { numbered } from '../../../src/engine/cells/labels.ts';
import { cellLosses } from '../../../src/engine/learn/cell-losses.ts';
import { cellTargets } from '../../../src/engine/learn/cell-targets.ts';
import { decode } from '../../../src/engine/stages/decode.ts';
import losses from './losses.json' with { type: 'json' };

// make_targets.py says what lies here: what the net was taught of label maps, and how far off it was said to be.

const [W, H, EVERY] = [64, 48, 8];

async function sheet(name: string) {
  const planes = await decode(name, new Uint8Array(readFileSync(new URL(name, import.meta.url))));
  return planes.channels[0]!.samples; // one channel of grey
}

const [maps, targets] = await Promise.all([sheet('maps.png'), sheet('targets.png')]);
const count = targets.length / (3 * W * H);
const labelsOf = (n: number) =>
  numbered(Uint32Array.from(maps.subarray(n * EVERY * W * H, (n * EVERY + 1) * W * H)), W, H);

test('depth, touching and weight are those that the net was first taught with', () => {
  expect(count).toBe(25);
  for (let n = 0; n < count; n++) {
    const found = cellTargets(labelsOf(n));
    const theirs = (x: number, y: number, panel: number) => targets[(n * H + y) * 3 * W + panel * W + x]!;
    const worst = { deep: 0, touch: 0, weight: 0 };
    for (let i = 0; i < W * H; i++) {
      const [x, y] = [i % W, Math.floor(i / W)];
      worst.deep = Math.max(worst.deep, Math.abs(255 * found.deep[i]! - theirs(x, y, 0)));
      worst.touch = Math.max(worst.touch, Math.abs(found.touch[i]! - theirs(x, y, 1)));
      worst.weight = Math.max(worst.weight, Math.abs(40 * found.weight[i]! - theirs(x, y, 2)));
    }
    expect(worst.deep, `depth ${n}`).toBeLessThan(1.01); // both are rounded
    expect(worst.touch, `touching ${n}`).toBe(0);
    expect(worst.weight, `weight ${n}`).toBeLessThan(0.51);
    expect([...found.inside]).toEqual([...labelsOf(n).data].map((label) => Number(label > 0)));
  }
});

test('losses and their gradient are PyTorch’s', () => {
  const said = Float32Array.from({ length: 3 * W * H }, (_, i) => (((i * 7919) % 1009) / 1009) * 4 - 2);
  // What the depth was rounded to in training.
  const exact = cellTargets(labelsOf(0));
  const rounded = { ...exact, deep: exact.deep.map((deep) => Math.round(255 * deep) / 255) };
  const found = cellLosses(said, rounded);
  for (const part of ['inside', 'dice', 'deep', 'touch', 'total'] as const) {
    expect(Math.abs(found[part] - losses[part]), part).toBeLessThan(2e-4);
  }
  const most = losses.gradient.reduce((top, [, value]) => Math.max(top, Math.abs(value!)), 0);
  for (const [i, value] of losses.gradient) {
    expect(Math.abs(found.gradient[i!]! - value!) / most, `${i}`).toBeLessThan(0.01);
  }
});

test('where nothing is known there is no gradient', () => {
  const known = cellTargets(labelsOf(0));
  const said = new Float32Array(3 * W * H).fill(1);
  const none = cellLosses(said, { ...known, weight: new Float32Array(W * H) });
  expect(none.gradient.every((value) => value === 0)).toBe(true);
  expect(none.inside + none.deep + none.touch).toBe(0);
});
