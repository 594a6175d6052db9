import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ascend } from '../../src/engine/dream/ascent.ts';
import type { NetPicture } from '../../src/engine/dream/net-picture.ts';
import { chosenLayers } from '../../src/engine/dream/objective.ts';
import { dreamPresets, withPreset } from '../../src/engine/dream/presets.ts';
import { activations } from '../../src/engine/nets/inception-v3.ts';
import type { DreamWeights } from '../../src/engine/nets/inception-v3-tiles.ts';
import { randomFrom } from '../../src/engine/random.ts';
import { type DreamLayer, defaultDream } from '../../src/engine/recipe.ts';
import { resultOf } from '../../src/engine/steps/result-of.ts';
import { freeInception, sampleCells, shippedInception } from '../shipped-inception.ts';
import { startWasm } from '../wasm.ts';

let net: DreamWeights;
let cells: NetPicture;
beforeAll(async () => {
  await startWasm();
  net = shippedInception('inception-v3-cells');
  cells = await sampleCells(128);
});
afterAll(() => {
  freeInception(net);
  expect(tf.memory().numTensors).toBe(0);
});

/** The mean activation of each layer on a picture. */
async function meansOf(
  { width, height, values }: NetPicture,
  layers: readonly DreamLayer[],
): Promise<Map<DreamLayer, number>> {
  const x = tf.tensor4d(values, [1, height, width, 3]);
  const found = await resultOf(activations(net.weights, x, new Set(layers)));
  const means = [...found].map(
    ([layer, y]) => [layer, tf.tidy(() => tf.mean(y).dataSync()[0] as number)] as const, // a scalar
  );
  tf.dispose([x, ...found.values()]);
  return new Map(means);
}

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

/** The picture after steps in one direction of chance, whose values have a standard deviation of `stepSize`. */
function strayed(picture: NetPicture, stepSize: number, steps: number): NetPicture {
  const random = randomFrom(5);
  const width = stepSize * Math.sqrt(12); // of the interval that the numbers come from
  const values = picture.values.map((value) => {
    const step = width * (random() - 0.5);
    for (let i = 0; i < steps; i++) value = Math.min(1, Math.max(-1, value + step));
    return value;
  });
  return { ...picture, values };
}

test.each(
  dreamPresets.map((preset) => [preset.id, preset] as const),
)('the preset %s raises its layers\u2019 mean activations on real cells, a direction of chance none', async (_, preset) => {
  const recipe = { ...withPreset(defaultDream, preset), octaveSteps: 2, steps: 8 }; // all else is the preset's own
  const layers = chosenLayers(recipe);
  const begin = await meansOf(cells, layers);
  const heights: number[] = [];
  let dreamt = cells;
  for await (const step of ascend(recipe, { net, picture: cells, guide: null, mask: null, from: null })) {
    if (step === null) continue;
    dreamt = step.shown;
    if (step.octave === step.octaves - 1) heights.push(sum(step.activations.values()));
  }
  const end = await meansOf(dreamt, layers);
  const control = await meansOf(strayed(cells, recipe.stepSize, recipe.steps), layers);

  expect(heights).toHaveLength(8);
  expect(sum(heights.slice(4))).toBeGreaterThan(1.02 * sum(heights.slice(0, 4))); // jitter moves single steps
  for (const layer of layers) {
    const before = begin.get(layer) ?? Number.NaN; // which no number is above or below
    expect(end.get(layer), layer).toBeGreaterThan(1.03 * before);
    expect(control.get(layer), `${layer}, control`).toBeLessThan(before);
  }
});
