import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { backwardFilters } from '../../../src/engine/nets/inception-v3-filters.ts';
import { defaultDream } from '../../../src/engine/recipe.ts';
import { type DreamStep, dream } from '../../../src/engine/stages/dream.ts';
import { startWasm } from '../../wasm.ts';
import { isThere, readGradient, readPicture, readReference, readWeights } from './reference.ts';

test.runIf(isThere || process.env.CI === 'true')(
  'five plain steps on mixed6 and mixed8 are those of PyTorch',
  async () => {
    await startWasm();
    const weights = readWeights();
    const filters = backwardFilters(weights);
    const x = readPicture();
    const [, height, width] = x.shape;
    const picture = { width, height, values: x.dataSync<'float32'>() };
    x.dispose();
    const plain = { ...defaultDream, octaves: 1, steps: 5, jitter: 0, layers: { mixed6: 1, mixed8: 1 } };
    const task = { net: { weights, filters }, picture, guide: null, mask: null, from: null };
    const steps: DreamStep[] = [];
    for await (const step of dream(plain, task)) if (step) steps.push(step);

    const { losses_before_each_step: losses } = readReference().dream;
    for (const [i, { activations }] of steps.entries()) {
      const loss = [...activations.values()].reduce((sum, value) => sum + value, 0);
      expect(Math.abs(loss / (losses[i] ?? 0) - 1), `loss before step ${i + 1}`).toBeLessThan(0.02); // the ascent amplifies flips of ReLUs
    }
    const expected = readGradient('dream5_mixed6_mixed8.npy');
    const found = steps.at(-1)?.dreamed.values ?? new Float32Array();
    const difference = found.reduce(
      (sum, value, i) => sum + Math.abs(value - (expected[i] ?? Number.NaN)),
      0,
    );
    expect(difference / expected.length / 2).toBeLessThan(0.005); // of the range; flips of ReLUs add up
    filters.dispose();
    tf.dispose([...weights.values()]);
    expect(tf.memory().numTensors).toBe(0);
  },
);
