import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTensors } from '../../../test/golden/inception/reference.ts';
import { startWasm } from '../../../test/wasm.ts';
import type { NetPicture } from '../dream/net-picture.ts';
import { backwardFilters } from '../nets/inception-v3-filters.ts';
import type { DreamWeights } from '../nets/inception-v3-tiles.ts';
import { defaultDream } from '../recipe.ts';
import { endlessZoom, nearer, type ZoomSettings } from './zoom.ts';

/** A picture that rises to the right and falls downwards. */
function slope(width: number, height: number): NetPicture {
  const values = Float32Array.from({ length: width * height * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    return (x - y) / (width + height) + (i % 3) / 10;
  });
  return { width, height, values };
}

/** The red values, row by row. */
const rows = ({ width, height, values }: NetPicture) =>
  Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => values[(y * width + x) * 3] ?? Number.NaN),
  );

/** A picture of so many red values. */
const drawn = (...lines: readonly (readonly number[])[]): NetPicture => ({
  width: lines[0]?.length ?? 0,
  height: lines.length,
  values: Float32Array.from(lines.flat().flatMap((value) => [value, value, value])),
});

describe('a nearer look', () => {
  test('at no zoom and no turn is the picture itself', () => {
    expect(nearer(slope(9, 7), 1, 0)).toEqual(slope(9, 7));
  });

  test('keeps the middle where it is and spreads the rest', () => {
    expect(rows(nearer(drawn([0, 1, 2, 3, 4]), 2, 0))).toEqual([[1, 1.5, 2, 2.5, 3]]);
  });

  test('turns clockwise', () => {
    const turned = rows(nearer(drawn([1, 2, 3], [4, 5, 6], [7, 8, 9]), 1, 90));
    expect(turned.map((row) => row.map(Math.round))).toEqual([
      [7, 4, 1],
      [8, 5, 2],
      [9, 6, 3],
    ]);
  });

  test('shows the mirrored inside where there is nothing', () => {
    expect(rows(nearer(drawn([0, 1, 2, 3, 4]), 0.5, 0))).toEqual([[2, 0, 2, 4, 2]]);
  });
});

describe('an endless zoom', () => {
  const { tensors } = readTensors(
    new URL('../../../test/golden/inception/twin.safetensors', import.meta.url),
  );
  let net: DreamWeights;
  let before: number;

  beforeAll(async () => {
    await startWasm();
    const units = [...tensors].filter(([name]) => name.startsWith('unit_'));
    const weights = new Map(units.map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]));
    net = { weights, filters: backwardFilters(weights) };
    await frames({ frames: 2 }); // the filters are made once and stay
    before = tf.memory().numTensors;
  });
  afterAll(() => {
    expect(tf.memory().numTensors).toBe(before);
    net.filters.dispose();
    tf.dispose([...net.weights.values()]);
    expect(tf.memory().numTensors).toBe(0);
  });

  const flight = (change: Partial<ZoomSettings>) =>
    endlessZoom(slope(90, 80), { ...defaultDream, layers: { mixed2: 1 }, jitter: 8 }, net, null, {
      zoom: 1.05,
      turn: 1,
      frames: 4,
      steps: 2,
      seed: 1,
      ...change,
    });

  async function frames(change: Partial<ZoomSettings> = {}): Promise<NetPicture[]> {
    const all: NetPicture[] = [];
    for await (const frame of flight(change)) if (frame) all.push(frame);
    return all;
  }

  test('begins with the picture, and each frame goes on from the one before', async () => {
    const all = await frames();
    expect(all).toHaveLength(4);
    expect(all[0]).toEqual(slope(90, 80));
    expect(new Set(all.map(({ values }) => values.join())).size).toBe(4);
    expect(await frames({ frames: 2 })).toEqual(all.slice(0, 2));
  });

  test('of the same seed is the same, bit for bit; another seed flies elsewhere', async () => {
    const [first, again, other] = [await frames(), await frames(), await frames({ seed: 2 })];
    expect(again).toEqual(first);
    expect(other[0]).toEqual(first[0]);
    expect(other[1]).not.toEqual(first[1]);
  });

  test('leaves no tensor when it is stopped in the middle of a frame', async () => {
    let yields = 0;
    for await (const _ of flight({})) if (++yields === 4) break;
    expect(tf.memory().numTensors).toBe(before);
  });
});
