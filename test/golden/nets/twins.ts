import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { dequantise } from '../../../src/engine/models/dequantise.ts';
import { readSafetensors } from '../../../src/engine/models/safetensors.ts';
import { patchGan, patchGanShapes } from '../../../src/engine/nets/patchgan.ts';
import { resnet, resnetShapes } from '../../../src/engine/nets/resnet.ts';
import { given, Tape, type Value, type Values } from '../../../src/engine/nets/tape.ts';
import { unetOnTape } from '../../../src/engine/nets/unet-on-tape.ts';
import { unetShapes } from '../../../src/engine/nets/unet-shapes.ts';
import { fromTensors, toTensors } from '../../../src/engine/nets/weights.ts';
import { randomFrom } from '../../../src/engine/random.ts';

/** A small net with drawn weights, as make_goldens.py has it. */
export interface Twin {
  readonly name: string;
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  readonly side: number;
  readonly channels: number;
  run(tape: Tape, weights: Values, x: Value): Value;
}

const unet = { ngf: 2, inputChannels: 2, depth: 5 };
const resnets = [
  { ngf: 2, inputChannels: 1, outputChannels: 3, blocks: 9 },
  { ngf: 2, inputChannels: 3, outputChannels: 1, blocks: 6 },
];

export const TWINS: readonly Twin[] = [
  {
    name: 'unet',
    shapes: unetShapes(unet),
    side: 32,
    channels: 2,
    run: (tape, weights, x) => unetOnTape(tape, weights, x, unet.depth, null),
  },
  {
    name: 'patchgan',
    shapes: patchGanShapes({ ndf: 2, inputChannels: 4 }),
    side: 32,
    channels: 4,
    run: patchGan,
  },
  ...resnets.map((sizes) => ({
    name: `resnet-${sizes.blocks}`,
    shapes: resnetShapes(sizes),
    side: 16,
    channels: sizes.inputChannels,
    run: (tape: Tape, weights: Values, x: Value) => resnet(tape, weights, x, sizes),
  })),
];

/**
 * Compares a twin's output and gradients on the current backend with PyTorch's: to 1e-4 of the greatest value of each.
 *
 * @param golden the bytes of the twin's file.
 */
export async function checkTwin({ shapes, side, channels, run }: Twin, golden: Uint8Array): Promise<void> {
  const wanted = dequantise(readSafetensors(golden, 'golden'), 'golden');
  const before = tf.memory().numTensors;
  const random = randomFrom(7);
  const draw = (count: number, low: number, high: number) =>
    Float32Array.from({ length: count }, () => low + random() * (high - low));
  const tensors = toTensors(
    new Map(
      Array.from(shapes, ([name, shape]) => {
        const around = name.endsWith('norm.scale') ? 1 : 0;
        return [name, { shape, values: draw(tf.util.sizeFromShape([...shape]), around - 0.2, around + 0.2) }];
      }),
    ),
  );
  const weights = new Map(Array.from(tensors, ([name, tensor]) => [name, given(tensor, true)]));
  const x = given(tf.tensor4d(draw(side * side * channels, -1, 1), [1, side, side, channels]), true);
  const tape = new Tape();
  const y = run(tape, weights, x);
  const output = await y.tensor.data<'float32'>();
  const dy = tf.tensor4d(draw(output.length, -1, 1), y.tensor.shape);
  const gradients = tape.backward(new Map([[y, dy]]));
  const of = (value: Value<tf.Tensor>) => gradients.get(value) as tf.Tensor; // all learn

  near('output', output, wanted.get('output')?.values);
  near('input gradient', await of(x).data(), wanted.get('input gradient')?.values);
  const named = new Map(Array.from(weights, ([name, value]) => [name, of(value)]));
  for (const [name, { shape, values }] of await fromTensors(named)) {
    expect(wanted.get(name)?.shape).toEqual(shape);
    near(name, values, wanted.get(name)?.values);
  }
  tf.dispose([x.tensor, [...tensors.values()], [...gradients.values()]]);
  expect(tf.memory().numTensors).toBe(before);
}

function near(name: string, got: ArrayLike<number>, wanted: Float32Array | undefined): void {
  expect(wanted?.length, name).toBe(got.length);
  const [greatest, worst] = (wanted ?? new Float32Array()).reduce(
    ([most, off], value, i) => [
      Math.max(most, Math.abs(value)),
      Math.max(off, Math.abs(value - (got[i] ?? NaN))),
    ],
    [0, 0] as readonly [number, number],
  );
  expect(worst, name).toBeLessThan(1e-4 * Math.max(1, greatest)); // not so for NaN
}
