import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { ascend, type DreamStep } from '../../../src/engine/dream/ascent.ts';
import { type DreamPreset, presetNamed, withPreset } from '../../../src/engine/dream/presets.ts';
import { backwardFilters } from '../../../src/engine/nets/inception-v3-filters.ts';
import { randomFrom } from '../../../src/engine/random.ts';
import { defaultDream } from '../../../src/engine/recipe.ts';
import { startWasm } from '../../wasm.ts';
import { isThere, readGradient, readPicture, readReference, readWeights } from './reference.ts';

const sum = (activations: ReadonlyMap<string, number>) =>
  [...activations.values()].reduce((total, value) => total + value, 0);

test.runIf(isThere || process.env.CI === 'true')(
  'five plain steps on mixed6 and mixed8 are those of PyTorch; a preset climbs, chance does not',
  async () => {
    await startWasm();
    const before = tf.memory().numTensors;
    const weights = readWeights();
    const filters = backwardFilters(weights);
    const x = readPicture();
    const [, height, width] = x.shape;
    const picture = { width, height, values: x.dataSync<'float32'>() };
    x.dispose();
    const plain = { ...defaultDream, octaves: 1, steps: 5, jitter: 0, layers: { mixed6: 1, mixed8: 1 } };
    const task = { net: { weights, filters }, picture, guide: null, mask: null, from: null };
    const steps: DreamStep[] = [];
    for await (const step of ascend(plain, task)) if (step) steps.push(step);

    // On this picture one ReLU in a million, in unit 11, stands at -5.6e-6: within the rounding of a float32 sum of 864
    // products. WASM takes it for open, and the ascent multiplies the difference with each step. Where none stands so near,
    // as in cells.test.ts, losses agree to 1e-4.
    const { losses_before_each_step: losses } = readReference().dream;
    for (const [i, { activations }] of steps.entries()) {
      const off = Math.abs(sum(activations) / (losses[i] ?? 0) - 1);
      expect(off, `loss before step ${i + 1}`).toBeLessThan(i < 3 ? 0.002 : 0.02);
    }
    const expected = readGradient('dream5_mixed6_mixed8.npy');
    const found = steps.at(-1)?.dreamed.values ?? new Float32Array();
    const difference = found.reduce(
      (sum, value, i) => sum + Math.abs(value - (expected[i] ?? Number.NaN)),
      0,
    );
    expect(difference / expected.length / 2).toBeLessThan(0.005); // of the range; flips of ReLUs add up

    // A preset with its own jitter, and a control: as many steps of the same length in a direction of chance.
    const preset = {
      ...withPreset(defaultDream, presetNamed('paper-layers-6-8') as DreamPreset),
      octaves: 1,
      steps: 4,
    };
    const heights: number[] = [];
    for await (const step of ascend(preset, task)) if (step) heights.push(sum(step.activations));
    expect(heights.at(-1)).toBeGreaterThan(1.15 * (heights[0] ?? 0));
    const random = randomFrom(5);
    const far = 3 * preset.stepSize * Math.sqrt(3); // uniform numbers of that deviation
    const values = picture.values.map((value) => value + far * (2 * random() - 1));
    for await (const step of ascend({ ...plain, steps: 1 }, { ...task, picture: { ...picture, values } })) {
      if (step) expect(sum(step.activations)).toBeLessThan(1.03 * (losses[0] ?? 0));
    }
    filters.dispose();
    tf.dispose([...weights.values()]);
    expect(tf.memory().numTensors).toBe(before);
  },
);
