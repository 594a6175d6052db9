import * as tf from '@tensorflow/tfjs-core';
import { openWasm } from '../../src/engine/device/wasm.ts';
import { dequantise } from '../../src/engine/models/dequantise.ts';
import { readSafetensors } from '../../src/engine/models/safetensors.ts';
import { backwardFilters } from '../../src/engine/nets/inception-v3-filters.ts';
import { slope } from '../../src/engine/nets/inception-v3-gradient.ts';
import { mean } from '../../src/engine/nets/inception-v3-objective.ts';
import { randomFrom } from '../../src/engine/random.ts';
import { resultOf } from '../../src/engine/steps/result-of.ts';
import { WASM } from '../devices/backends.ts';
import { edges, eosin, TEACHER, untaught } from './painters.ts';

/** What can be timed, by name. */
export type Contestants = Readonly<Record<'dream' | 'paint', () => Promise<unknown>>>;

const bytesOf = async (path: string) => new Uint8Array(await (await fetch(`/models/${path}`)).arrayBuffer());

async function dreamStep(side: number): Promise<() => Promise<unknown>> {
  const parts = [1, 2, 3, 4, 5].map((part) => `inception-v3-cells/weights-${part}.safetensors`);
  const weights = new Map<string, tf.Tensor>();
  for (const part of parts) {
    const numbers = dequantise(readSafetensors(await bytesOf(part), part), part);
    for (const [name, { shape, values }] of numbers) weights.set(name, tf.tensor(values, [...shape]));
  }
  const filters = backwardFilters(weights);
  const random = randomFrom(7);
  const values = Float32Array.from({ length: side * side * 3 }, () => 2 * random() - 1);
  const picture = tf.tensor4d(values, [1, side, side, 3]);
  return async () => {
    const { value, gradient } = await resultOf(
      slope(weights, filters, picture, new Map([['mixed6', mean(1)]])),
    );
    await gradient.data();
    tf.dispose([value, gradient]);
  };
}

/** Starts with so many threads, then does what it is told by name and tells when it is done. */
addEventListener(
  'message',
  async ({ data }: MessageEvent<{ threads: number; side: number }>) => {
    const { threads, side } = data;
    // tfjs takes half of the cores, on a machine with too few of them as well.
    Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2 * threads });
    const { name } = await openWasm({ wasm: WASM, cores: 2 * threads });
    const plane = edges(side);
    const painter = eosin(untaught(TEACHER), side);
    const contestants: Contestants = { dream: await dreamStep(side), paint: () => painter.paint(plane) };
    addEventListener('message', async ({ data }: MessageEvent<keyof Contestants>) => {
      await contestants[data]();
      postMessage('done');
    });
    postMessage(name);
  },
  { once: true },
);
