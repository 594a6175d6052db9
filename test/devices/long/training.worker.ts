import * as tf from '@tensorflow/tfjs-core';
import { disposeTraining, newTraining, train } from '../../../src/engine/train/training.ts';
import { drawnPairs, tinyPlan } from '../../tiny-plan.ts';
import { startBackend } from '../backends.ts';

/** What a training in a worker came to. */
export interface Answer {
  readonly backend: string;
  /** Step by step. */
  readonly l1: readonly number[];
  /** Tensors that stayed behind. */
  readonly leaked: number;
  /** In words; empty where all went well. */
  readonly error: string;
}

async function trained(): Promise<Answer> {
  await startBackend('webgpu');
  const before = tf.memory().numTensors;
  const plan = { ...tinyPlan, train: { ...tinyPlan.train, ngf: 4, ndf: 2, steps: 30, learningRate: 0.004 } };
  const training = newTraining(plan);
  const l1: number[] = [];
  for await (const { losses } of train(plan, training, drawnPairs(2), [], new AbortController().signal)) {
    l1.push(losses.l1 ?? Number.NaN);
  }
  disposeTraining(training);
  return { backend: tf.getBackend(), l1, leaked: tf.memory().numTensors - before, error: '' };
}

const failed = (error: unknown): Answer => ({ backend: '', l1: [], leaked: 0, error: String(error) });
postMessage(await trained().catch(failed));
