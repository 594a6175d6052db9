import * as tf from '@tensorflow/tfjs-core';
import { StudioError } from '../errors.ts';
import { joined } from '../ops/channels.ts';
import { conv, noMargin, sameMargin } from '../ops/conv.ts';
import { gpuCaughtUp } from '../ops/gpu-caught-up.ts';
import { nextTask } from '../steps/next-task.ts';
import { type Block, blocksFor, type Layer, type Step, type Unit } from './inception-v3-blocks.ts';
import { entering } from './inception-v3-entrance.ts';

/**
 * The network's weights by name: `unit_<n>/kernel`, [height, width, in, out], and `unit_<n>/bias`, [out], with batch
 * norm folded in: for Keras' g = 1 / sqrt(variance + 0.001), kernel * g and beta - mean * g. More may be added as they
 * arrive; `unitsFor` tells which ones a layer needs.
 */
export type UnitWeights = ReadonlyMap<string, tf.Tensor>;

/**
 * What a block computed. `steps` has the outputs of its steps, branch by branch, but not those of last units: they are
 * in `output`, where the branches, `widths` channels each, are joined.
 */
export type Trace = { steps: tf.Tensor4D[][]; widths: number[]; output: tf.Tensor4D };

/** @throws StudioError `model` where the unit is not among the weights. */
export function kernelOf(weights: UnitWeights, { number }: Unit): tf.Tensor4D {
  return named(weights, `unit_${number}/kernel`);
}

function named<T extends tf.Tensor>(weights: UnitWeights, name: string): T {
  const tensor = weights.get(name);
  if (!tensor) throw new StudioError('model', `InceptionV3: ${name} is not there; choose a layer before it.`);
  return tensor as T; // a tensor of another rank is refused by the convolution
}

function runUnit(weights: UnitWeights, unit: Unit, x: tf.Tensor4D): tf.Tensor4D {
  const filter = kernelOf(weights, unit);
  const bias: tf.Tensor1D = named(weights, `unit_${unit.number}/bias`);
  const margin = unit.pad === 'same' ? sameMargin(filter.shape) : noMargin;
  const y = conv(x, filter, unit.stride, margin, { bias, relu: !unit.averaged });
  // A 1x1 convolution of means is the mean of 1x1 convolutions, and those have a quarter of the channels or fewer.
  return unit.averaged ? tf.relu(tf.avgPool(y, 3, 1, 'same')) : y;
}

function runStep(weights: UnitWeights, step: Step, x: tf.Tensor4D): tf.Tensor4D {
  if (step === 'max') return tf.maxPool(x, 3, 2, 'valid');
  return joined(step.map((unit) => runUnit(weights, unit, x)));
}

/** Runs one block; the caller disposes the trace. */
export function runBlock(weights: UnitWeights, { branches }: Block, x: tf.Tensor4D): Trace {
  return tf.tidy(() => {
    const all = branches.map((branch) => {
      const outputs: tf.Tensor4D[] = [];
      for (const step of branch) outputs.push(runStep(weights, step, outputs.at(-1) ?? x));
      return outputs;
    });
    const last = all.map((outputs) => outputs.at(-1) as tf.Tensor4D); // no branch is empty
    return {
      steps: all.map((outputs, b) => (branches[b]?.at(-1) === 'max' ? outputs : outputs.slice(0, -1))),
      widths: last.map(({ shape }) => shape[3]),
      output: joined(last),
    };
  });
}

/**
 * Between two blocks: a new task, so that messages are read; on a GPU at most one block is left to do, since a stop
 * has to wait for what was handed over.
 */
export function pacer(): () => Promise<void> {
  let caughtUp = Promise.resolve();
  return async () => {
    const before = caughtUp;
    caughtUp = gpuCaughtUp();
    await before;
    await nextTask();
  };
}

/**
 * InceptionV3 (Szegedy et al. 2015, arXiv 1512.00567), cut after the deepest of the layers. Yields after each block, in
 * a new task, so that the caller may stop; no tensor but the result stays, however it ends.
 *
 * @param picture [1, height, width, 3], RGB, -1..1; a side below 75 px is enlarged to that.
 * @returns the layers' activations, [1, height, width, channels], 0 and up, at 1/8 of the picture's size
 *   (`mixed0..2`), 1/16 (`mixed3..7`) or 1/32 (`mixed8..10`). The caller disposes them.
 * @throws StudioError `model` where a unit is not among the weights.
 */
export async function* activations(
  weights: UnitWeights,
  picture: tf.Tensor4D,
  layers: ReadonlySet<Layer>,
): AsyncGenerator<{ done: number; of: number }, Map<Layer, tf.Tensor4D>> {
  const blocks = blocksFor(layers);
  const wanted: ReadonlySet<string> = layers;
  const pace = pacer();
  let now = entering(picture);
  let last = 'picture';
  const held = new Map<string, tf.Tensor4D>([[last, now]]);
  try {
    for (const [i, block] of blocks.entries()) {
      now = tf.tidy(() => runBlock(weights, block, now).output);
      if (!wanted.has(last)) {
        held.get(last)?.dispose();
        held.delete(last);
      }
      held.set(block.name, now);
      last = block.name;
      await pace();
      yield { done: i + 1, of: blocks.length };
    }
    const found = new Map([...layers].map((layer) => [layer, held.get(layer) as tf.Tensor4D])); // all have run
    held.clear();
    return found;
  } finally {
    tf.dispose([...held.values()]);
  }
}
