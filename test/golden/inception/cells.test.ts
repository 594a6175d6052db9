import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ascend } from '../../../src/engine/dream/ascent.ts';
import { activations } from '../../../src/engine/nets/inception-v3.ts';
import type { Layer } from '../../../src/engine/nets/inception-v3-blocks.ts';
import type { DreamWeights } from '../../../src/engine/nets/inception-v3-tiles.ts';
import { defaultDream } from '../../../src/engine/recipe.ts';
import { resultOf } from '../../../src/engine/steps/result-of.ts';
import { freeInception, shippedInception } from '../../shipped-inception.ts';
import { startWasm } from '../../wasm.ts';
import { relativeL2 } from './compare.ts';

interface Golden {
  readonly input: { side: number };
  readonly layers: Readonly<
    Record<string, { shape: number[]; mean: number; norm: number; at: number[]; values: number[] }>
  >;
  readonly dream: { side: number; losses_before_each_step: number[]; at: number[]; values: number[] };
}

/** By training/golden_inception.py, in float64 of PyTorch 1.13, from the same file of weights. */
const golden: Golden = JSON.parse(readFileSync(new URL('cells.json', import.meta.url), 'utf8'));

/** The formula of the script. */
function drawn(side: number): tf.Tensor4D {
  return tf.tidy(() => {
    const values = Array.from({ length: side * side * 3 }, (_, i) => {
      const [c, x, y] = [i % 3, Math.floor(i / 3) % side, Math.floor(i / 3 / side)];
      return Math.sin(0.31 * x + 0.17 * y + c) * Math.cos(0.11 * x - 0.23 * y + 2 * c);
    });
    return tf.tensor4d(values, [1, side, side, 3]);
  });
}

describe('the shipped network of cells and textures, on WASM', () => {
  let net: DreamWeights;
  beforeAll(async () => {
    await startWasm();
    net = shippedInception('inception-v3-cells');
  });
  afterAll(() => freeInception(net));

  test('its activations are those of PyTorch to 1e-4 in relative L2', async () => {
    const layers = Object.keys(golden.layers) as Layer[]; // by the script
    const picture = drawn(golden.input.side);
    const found = await resultOf(activations(net.weights, picture, new Set(layers)));
    for (const [name, { shape, mean, norm, at, values }] of Object.entries(golden.layers)) {
      const tensor = found.get(name as Layer) as tf.Tensor4D; // asked for
      const y = tensor.dataSync<'float32'>();
      expect(tensor.shape, name).toEqual([1, ...shape]);
      const picked = at.map((i) => y[i] as number); // in range by the shape
      expect(relativeL2(picked, values), name).toBeLessThan(1e-4);
      expect(Math.abs(Math.hypot(...y) / norm - 1), `${name}, norm`).toBeLessThan(1e-4);
      expect(Math.abs(y.reduce((sum, v) => sum + v, 0) / y.length / mean - 1), `${name}, mean`).toBeLessThan(
        1e-4,
      );
      tensor.dispose();
    }
    picture.dispose();
  });

  test('five plain steps on mixed6 and mixed8 are those of PyTorch: losses to 1e-4, the picture to 1e-3 of the range', async () => {
    const { side, losses_before_each_step: losses, at, values } = golden.dream;
    const x = drawn(side);
    const picture = { width: side, height: side, values: x.dataSync<'float32'>() };
    x.dispose();
    const plain = { ...defaultDream, octaves: 1, steps: 5, jitter: 0, layers: { mixed6: 1, mixed8: 1 } };
    const found: number[] = [];
    let dreamed = picture;
    for await (const step of ascend(plain, { net, picture, guide: null, mask: null, from: null })) {
      if (step === null) continue;
      found.push([...step.activations.values()].reduce((sum, mean) => sum + mean, 0));
      dreamed = step.dreamed;
    }
    expect(found).toHaveLength(losses.length);
    for (const [i, loss] of losses.entries()) {
      expect(Math.abs((found[i] ?? Number.NaN) / loss - 1), `loss before step ${i + 1}`).toBeLessThan(1e-4);
    }
    const off = at.map((place, i) => Math.abs((dreamed.values[place] ?? Number.NaN) - (values[i] ?? 0)) / 2);
    expect(Math.max(...off)).toBeLessThan(1e-3);
  });

  test('its twin of 8 bits answers as it does, to a few hundredths in relative L2', async () => {
    const layers: readonly Layer[] = ['mixed0', 'mixed3', 'mixed6', 'mixed8'];
    const small = shippedInception('inception-v3-cells-8bit');
    const picture = drawn(golden.input.side);
    const [own, twin] = [
      await resultOf(activations(net.weights, picture, new Set(layers))),
      await resultOf(activations(small.weights, picture, new Set(layers))),
    ];
    const off = layers.map((name) =>
      relativeL2(twin.get(name)?.dataSync() ?? [], own.get(name)?.dataSync() ?? []),
    );
    expect(Math.max(...off)).toBeLessThan(0.06); // 0.016 at mixed0 to 0.044 at mixed8
    freeInception(small);
    tf.dispose([...own.values(), ...twin.values(), picture]);
  });
});
