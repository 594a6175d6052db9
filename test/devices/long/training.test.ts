import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import patchgan from '../../golden/nets/patchgan.safetensors?url';
import resnet6 from '../../golden/nets/resnet-6.safetensors?url';
import resnet9 from '../../golden/nets/resnet-9.safetensors?url';
import { checkTwin, TWINS } from '../../golden/nets/twins.ts';
import unet from '../../golden/nets/unet.safetensors?url';
import { convolutionCases, instanceNormGradientCases, reflectPadCases } from '../../gradient-cases.ts';
import { startBackend } from '../backends.ts';
import type { Answer } from './training.worker.ts';

const goldens: Readonly<Record<string, string>> = {
  unet,
  patchgan,
  'resnet-9': resnet9,
  'resnet-6': resnet6,
};

describe.each(['webgl', 'webgpu'] as const)('on %s', (backend) => {
  beforeAll(() => startBackend(backend), 60_000);

  test.each([...convolutionCases, ...reflectPadCases, ...instanceNormGradientCases])(
    '$name',
    { timeout: 60_000 },
    ({ check }) => check(),
  );
});

describe('on webgpu', () => {
  test.each(TWINS)('$name gives what PyTorch gives, forward and back', { timeout: 120_000 }, async (twin) => {
    const bytes = await (await fetch(goldens[twin.name] ?? '')).arrayBuffer();
    await checkTwin(twin, new Uint8Array(bytes));
  });
});

test('a tiny plan halves its L1 in a worker on WebGPU', { timeout: 400_000 }, async () => {
  const worker = new Worker(new URL('./training.worker.ts', import.meta.url), { type: 'module' });
  const answer = await new Promise<Answer>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  });
  worker.terminate();
  expect(answer.error).toBe('');
  expect(answer.backend).toBe('webgpu');
  expect(answer.leaked).toBe(0);
  const [first = 0] = answer.l1;
  expect(answer.l1.at(-1)).toBeLessThan(first / 2);
  expect(tf.getBackend()).toBe('webgpu'); // the page's own tfjs is another
});
