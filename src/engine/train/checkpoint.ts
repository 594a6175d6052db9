import * as tf from '@tensorflow/tfjs-core';
import { StudioError } from '../errors.ts';
import { readSafetensors, type Stored, writeSafetensors } from '../models/safetensors.ts';
import type { Tensors } from '../nets/weights.ts';
import type { Plan } from './plan.ts';
import { disposeTraining, learnersOf, newTraining, type Training } from './training.ts';

// A checkpoint is a safetensors file: for every net its weights and Adam's two means, as F32, laid out as tfjs has them,
// named `net/weights/layer`; CycleGAN's pools; and in the metadata the steps taken and the plan. Chance needs no room in it: every step
// draws from a stream of its own, by the plan's seed and the step's number.

const FORMAT = 'eosin-checkpoint-1';

const slots = ['weights', 'means', 'squares'] as const;

/** @throws StudioError `training` where a value is not a number: such a state is not worth keeping. */
export async function writeCheckpoint(plan: Plan, training: Training): Promise<Uint8Array<ArrayBuffer>> {
  const tensors = new Map<string, Stored>();
  for (const [net, learner] of learnersOf(training)) {
    for (const slot of slots) {
      for (const [name, tensor] of learner[slot]) {
        const values = await tensor.data<'float32'>();
        if (!values.every(Number.isFinite)) {
          throw new StudioError(
            'training',
            `Step ${training.step}: ${net} ${name} is no longer finite; a lower learning rate may help.`,
          );
        }
        tensors.set(`${net}/${slot}/${name}`, { dtype: 'F32', shape: tensor.shape, values });
      }
    }
  }
  for (const [name, pool] of poolsOf(training)) {
    for (const [i, picture] of pool.entries()) {
      const values = await picture.data<'float32'>();
      tensors.set(`pool/${name}/${i}`, { dtype: 'F32', shape: picture.shape, values });
    }
  }
  const metadata = {
    format: FORMAT,
    step: String(training.step),
    seconds: String(training.seconds),
    plan: JSON.stringify(plan),
  };
  return writeSafetensors({ tensors, metadata });
}

/**
 * A run as it stood, on the current backend; the caller disposes it.
 *
 * @param file the checkpoint's name, for the sentence of an error.
 * @throws StudioError `model` where it is damaged; `training` where it is of another plan.
 */
export function readCheckpoint(bytes: Uint8Array, plan: Plan, file: string): Training {
  const { tensors, metadata } = readSafetensors(bytes, file);
  if (metadata.format !== FORMAT) {
    throw new StudioError('training', `${file} is not a checkpoint of a training.`);
  }
  if (metadata.plan !== JSON.stringify(plan)) {
    throw new StudioError(
      'training',
      `${file} was made by another plan; go on with that one, or begin anew in another folder.`,
    );
  }
  const training = newTraining(plan);
  try {
    for (const [net, learner] of learnersOf(training)) {
      for (const slot of slots) place(learner[slot], tensors, `${net}/${slot}/`, file);
    }
    for (const [name, pool] of poolsOf(training)) {
      for (let i = 0; ; i++) {
        const picture = tensors.get(`pool/${name}/${i}`);
        if (!picture) break;
        pool.push(tf.tensor4d(picture.values as Float32Array, picture.shape as tf.Tensor4D['shape'])); // as written
      }
    }
    training.step = Number(metadata.step);
    training.seconds = Number(metadata.seconds);
    return training;
  } catch (error) {
    disposeTraining(training);
    throw error;
  }
}

/** The pictures that CycleGAN made before. */
const poolsOf = ({ nets }: Training) => (nets.method === 'cyclegan' ? Object.entries(nets.pools) : []);

function place(slot: Tensors, stored: ReadonlyMap<string, Stored>, prefix: string, file: string): void {
  for (const [name, before] of slot) {
    const { values, shape } = stored.get(prefix + name) ?? {};
    if (!(values instanceof Float32Array) || shape?.join() !== before.shape.join()) {
      throw new StudioError('model', `${file}: tensor ${prefix}${name} is missing or of another shape.`);
    }
    slot.set(name, tf.tensor(values, [...shape]));
    before.dispose();
  }
}
