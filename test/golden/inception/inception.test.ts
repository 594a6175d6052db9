import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { activations } from '../../../src/engine/nets/inception-v3.ts';
import type { Layer } from '../../../src/engine/nets/inception-v3-blocks.ts';
import { type BackwardFilters, backwardFilters } from '../../../src/engine/nets/inception-v3-filters.ts';
import { slope } from '../../../src/engine/nets/inception-v3-gradient.ts';
import { resultOf } from '../../../src/engine/steps/result-of.ts';
import { startWasm } from '../../wasm.ts';
import { cosine, relativeL2 } from './compare.ts';
import { isThere, objectives, readGradient, readPicture, readReference, readWeights } from './reference.ts';

describe.runIf(isThere || process.env.CI === 'true')('on WASM, against float64 of PyTorch', () => {
  let weights: Map<string, tf.Tensor>;
  let filters: BackwardFilters;
  let picture: tf.Tensor4D;

  beforeAll(async () => {
    await startWasm();
    weights = readWeights();
    filters = backwardFilters(weights);
    picture = readPicture();
  });
  afterAll(() => {
    filters.dispose();
    tf.dispose([picture, ...weights.values()]);
    expect(tf.memory().numTensors).toBe(0);
  });

  test('activations agree to 1e-4 in relative L2', async () => {
    const reference = readReference().activations;
    const layers = Object.keys(reference) as Layer[]; // by the README of the reference
    const found = await resultOf(activations(weights, picture, new Set(layers)));
    for (const layer of layers) {
      const { shape_hwc, mean, l2, flat_indices_hwc, values } = reference[layer];
      const tensor = found.get(layer) as tf.Tensor4D; // asked for
      const y = tensor.dataSync<'float32'>();
      expect(tensor.shape, layer).toEqual([1, ...shape_hwc]);
      expect(
        relativeL2(
          flat_indices_hwc.map((i) => y[i] as number),
          values,
        ),
        layer,
      ).toBeLessThan(1e-4);
      expect(Math.abs(Math.hypot(...y) / l2 - 1), `${layer}, norm`).toBeLessThan(1e-4);
      expect(Math.abs(y.reduce((sum, v) => sum + v, 0) / y.length / mean - 1), `${layer}, mean`).toBeLessThan(
        1e-4,
      );
      tensor.dispose();
    }
  });

  test.each(
    Object.entries(objectives),
  )('the gradient of %s agrees to 1e-2 in relative L2', async (name, objective) => {
    const golden = readReference().gradients[name] as { file: string; loss: number }; // by the README
    const { value, gradient } = await resultOf(slope(weights, filters, picture, objective));
    const g = gradient.dataSync<'float32'>();
    const expected = readGradient(golden.file);
    expect(relativeL2(g, expected)).toBeLessThan(1e-2);
    expect(cosine(g, expected)).toBeGreaterThan(0.9999);
    expect(Math.abs((value.dataSync()[0] as number) / golden.loss - 1)).toBeLessThan(1e-5);
    tf.dispose([value, gradient]);
  });
});
