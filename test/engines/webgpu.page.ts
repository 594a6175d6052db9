import * as tf from '@tensorflow/tfjs-core';
import { openWebgpu } from '../../src/engine/device/webgpu.ts';
import { slope } from '../../src/engine/nets/inception-v3-gradient.ts';
import { resultOf } from '../../src/engine/steps/result-of.ts';
import { cannyCases } from '../canny-cases.ts';
import { loadGenerator, offGolden } from '../generator-golden.ts';
import { relativeL2 } from '../golden/inception/compare.ts';
import twinFile from '../golden/inception/twin.safetensors?url';
import { readTwin, twinObjective } from '../golden/inception/twin.ts';

// Run in a browser, from a bundle that serve.ts makes: firefox.test.ts asks for each of these by its name.

/** What the kernels come to on this browser's WebGPU. */
export interface Checks {
  /** A software adapter is taken too. */
  readonly software: boolean;
  /** The cases of Canny, each with what was wrong; empty for no pixel that differs from the plain code. */
  readonly canny: readonly { readonly name: string; readonly fault: string }[];
  /** How far a shipped generator is from its golden picture, in the mean; of 255. */
  readonly generator: number;
  /** Relative L2 of a dream's gradient to that of PyTorch. */
  readonly gradient: number;
  /** An error that the GPU reported and nobody caught; else empty. */
  readonly failure: string;
}

/** @param models where the shelf is served. */
export async function checks(models: string): Promise<Checks> {
  const device = await openWebgpu(navigator.gpu, true);
  let failure = '';
  device.failed.then((error) => {
    failure = error.message;
  });
  const { gpu, software } = device;
  if (!gpu) throw new Error('WebGPU opened without a GPU');

  const canny: { name: string; fault: string }[] = [];
  for (const { name, check } of cannyCases) {
    const fault = await check(gpu).then(
      () => '',
      (error: unknown) => String(error),
    );
    canny.push({ name, fault });
  }

  const shelf = new URL(models);
  const generator = await loadGenerator(shelf);
  const off = await offGolden(generator, shelf);
  generator.dispose();

  const twin = readTwin(new Uint8Array(await (await fetch(twinFile)).arrayBuffer()));
  const { weights, filters, picture } = twin.place();
  const { value, gradient } = await resultOf(slope(weights, filters, picture, twinObjective));
  const climbed = relativeL2(await gradient.data(), twin.golden('gradient').values);
  filters.dispose();
  tf.dispose([value, gradient, picture, ...weights.values()]);

  return { software, canny, generator: off, gradient: climbed, failure };
}
