import { readFile } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { dequantise } from '../../../src/engine/models/dequantise.ts';
import { readSafetensors } from '../../../src/engine/models/safetensors.ts';
import { patchGanShapes } from '../../../src/engine/nets/patchgan.ts';
import { resnetShapes } from '../../../src/engine/nets/resnet.ts';
import { unetShapes } from '../../../src/engine/nets/unet-shapes.ts';
import { fromTensors, toTensors, type Weight } from '../../../src/engine/nets/weights.ts';
import { randomFrom } from '../../../src/engine/random.ts';
import { disposeLearner, type Learner, learner } from '../../../src/engine/train/adam.ts';
import { type CycleGan, cycleGanStep, disposeCycleGan } from '../../../src/engine/train/cyclegan.ts';
import { pix2pixStep } from '../../../src/engine/train/pix2pix.ts';
import { type CycleGanPlan, checkPlan } from '../../../src/engine/train/plan.ts';
import { tinyPlan } from '../../tiny-plan.ts';
import { startWasm } from '../../wasm.ts';

const STEPS = 5;
const SIDE = 32;

beforeAll(startWasm);

type Draw = (count: number, low: number, high: number) => Float32Array;

function drawing(): Draw {
  const random = randomFrom(7);
  return (count, low, high) => Float32Array.from({ length: count }, () => low + random() * (high - low));
}

const drawnWeights = (draw: Draw, shapes: ReadonlyMap<string, readonly number[]>): Map<string, Weight> =>
  new Map(
    Array.from(shapes, ([name, shape]) => {
      const around = name.endsWith('norm.scale') ? 1 : 0;
      const count = shape.reduce((product, side) => product * side, 1);
      return [name, { shape, values: draw(count, around - 0.2, around + 0.2) }];
    }),
  );

const picture = (draw: Draw, channels: number) =>
  tf.tensor4d(draw(SIDE * SIDE * channels, -1, 1), [1, SIDE, SIDE, channels]);

/** Root of the sum of squared differences. */
const distance = (a: Float32Array, b: Float32Array) =>
  Math.sqrt(a.reduce((sum, value, i) => sum + (value - (b[i] ?? Number.NaN)) ** 2, 0));

/** Every weight ends where PyTorch's does: to 1e-3 of its length, and to a hundredth of the way that it went. */
async function expectGolden(
  name: string,
  nets: Readonly<Record<string, Learner>>,
  starts: Readonly<Record<string, Map<string, Weight>>>,
): Promise<void> {
  const file = `${name}.safetensors`;
  const bytes = await readFile(new URL(file, import.meta.url));
  const wanted = dequantise(readSafetensors(bytes, file), file);
  for (const [net, { weights }] of Object.entries(nets)) {
    for (const [weight, { values }] of await fromTensors(weights)) {
      const golden = wanted.get(`${net}/${weight}`)?.values ?? new Float32Array();
      const start = starts[net]?.get(weight)?.values ?? new Float32Array();
      const off = distance(values, golden);
      expect(off / distance(golden, new Float32Array(golden.length)), `${net} ${weight}`).toBeLessThan(1e-3);
      expect(off / distance(golden, start), `${net} ${weight}, of its way`).toBeLessThan(1e-2);
    }
  }
}

test.each([
  { name: 'pix2pix-cross-entropy', game: 'cross-entropy', halved: true, lambdaL1: 100 },
  { name: 'pix2pix-least-squares', game: 'least-squares', halved: false, lambdaL1: 10 },
] as const)('five steps of $name end where those of PyTorch do', async ({ name, ...settings }) => {
  const plan = { ...tinyPlan.train, ...settings, ngf: 2, ndf: 2, learningRate: 0.005 };
  const before = tf.memory().numTensors;
  const draw = drawing();
  const starts = {
    generator: drawnWeights(draw, unetShapes({ ngf: 2, inputChannels: 2, depth: 5 })),
    discriminator: drawnWeights(draw, patchGanShapes({ ndf: 2, inputChannels: 5 })),
  };
  const nets = {
    generator: learner(toTensors(starts.generator)),
    discriminator: learner(toTensors(starts.discriminator)),
  };
  for (let step = 1; step <= STEPS; step++) {
    const example = { input: picture(draw, 2), target: picture(draw, 3) };
    await pix2pixStep(plan, { method: 'pix2pix', learners: nets }, example, step);
    tf.dispose([example.input, example.target]);
  }
  await expectGolden(name, nets, starts);
  for (const net of Object.values(nets)) disposeLearner(net);
  expect(tf.memory().numTensors).toBe(before);
});

test('five steps of CycleGAN end where those of PyTorch do', { timeout: 60_000 }, async () => {
  const plan = checkPlan(
    {
      ...tinyPlan,
      inputs: ['edges', 'edges', 'edges'],
      train: {
        method: 'cyclegan',
        generator: 'resnet-6',
        ngf: 2,
        ndf: 2,
        steps: STEPS,
        learningRate: 0.0005,
        decayFrom: 1,
        seed: 1,
      },
    },
    'plan',
  ).train as CycleGanPlan; // its method is cyclegan
  const before = tf.memory().numTensors;
  const draw = drawing();
  const resnet = resnetShapes({ ngf: 2, inputChannels: 3, outputChannels: 3, blocks: 6 });
  const judge = patchGanShapes({ ndf: 2, inputChannels: 3 });
  const starts = {
    toColour: drawnWeights(draw, resnet),
    toEdges: drawnWeights(draw, resnet),
    judgeColour: drawnWeights(draw, judge),
    judgeEdges: drawnWeights(draw, judge),
  };
  const learners = {
    toColour: learner(toTensors(starts.toColour)),
    toEdges: learner(toTensors(starts.toEdges)),
    judgeColour: learner(toTensors(starts.judgeColour)),
    judgeEdges: learner(toTensors(starts.judgeEdges)),
  };
  const nets: CycleGan = { method: 'cyclegan', learners, pools: { colour: [], edges: [] } };
  for (let step = 1; step <= STEPS; step++) {
    const example = { input: picture(draw, 3), target: picture(draw, 3) };
    await cycleGanStep(plan, nets, example, step);
    tf.dispose([example.input, example.target]);
  }
  await expectGolden('cyclegan-least-squares', learners, starts);
  disposeCycleGan(nets);
  expect(tf.memory().numTensors).toBe(before);
});
