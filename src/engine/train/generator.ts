import * as tf from '@tensorflow/tfjs-core';
import { resnet, resnetShapes } from '../nets/resnet.ts';
import { given, Tape, type Value, type Values } from '../nets/tape.ts';
import { unetOnTape } from '../nets/unet-on-tape.ts';
import { unetShapes } from '../nets/unet-shapes.ts';
import type { Tensors } from '../nets/weights.ts';
import { fromNetRange } from '../ops/net-range.ts';
import type { Pair } from '../pairs/pair-image.ts';
import type { Picture } from '../picture.ts';
import { valuesOf } from './descend.ts';
import { cutOf, exampleOf } from './example.ts';
import type { Plan } from './plan.ts';

/** What decides a generator's form in a plan. */
type Form = Pick<Plan['train'], 'generator' | 'ngf' | 'size'>;

/** Of a ResNet by its name. */
const BLOCKS = { 'resnet-6': 6, 'resnet-9': 9 } as const;

/** Steps down of a U-Net whose innermost picture is one pixel. */
const depthOf = (size: number): number => Math.log2(size);

/** The shape of every weight of a plan's generator of RGB, by name. */
export function generatorShapes({ generator, ngf, size }: Form, inputChannels: number) {
  if (generator === 'unet') return unetShapes({ ngf, inputChannels, depth: depthOf(size) });
  return resnetShapes({ ngf, inputChannels, outputChannels: 3, blocks: BLOCKS[generator] });
}

/** The generator of a plan; `dropout` as in `unetOnTape`, null for a ResNet, which has none. */
export function generate(
  tape: Tape,
  { generator, size }: Form,
  weights: Values,
  x: Value,
  dropout: Parameters<typeof unetOnTape>[4],
): Value {
  if (generator === 'unet') return unetOnTape(tape, weights, x, depthOf(size), dropout);
  return resnet(tape, weights, x, { blocks: BLOCKS[generator] });
}

/** What a generator makes of a pair's input, without dropout: RGB. */
export async function paintPair(plan: Plan, weights: Tensors, pair: Pair): Promise<Picture> {
  const { size } = plan.train;
  const { input, target } = exampleOf(pair, plan.inputs, cutOf(size, null));
  const tape = new Tape();
  try {
    const made = generate(tape, plan.train, valuesOf(weights, false), given(input, false), null);
    const values = await made.tensor.data<'float32'>();
    const data = Uint8Array.from(values, fromNetRange);
    return { width: size, height: size, channels: 3, data };
  } finally {
    tape.dispose();
    tf.dispose([input, target]);
  }
}
