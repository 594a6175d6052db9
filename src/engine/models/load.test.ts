import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { startWasm } from '../../../test/wasm.ts';
import { StudioError } from '../errors.ts';
import { unetShapes } from '../nets/unet-shapes.ts';
import { architecture, manifest, zeros } from './drawn.fixture.ts';
import type { ModelHost } from './host.ts';
import { loadModel } from './load.ts';
import { type Stored, writeSafetensors } from './safetensors.ts';

const weights = () =>
  new Map<string, Stored>(Array.from(unetShapes({ ...architecture, depth: 8 }), ([n, s]) => [n, zeros(s)]));

/** Loads a model whose parts hold these tensors. */
function load(
  parts: Map<string, Stored>[],
  onBytes = (_: number) => {},
  signal = new AbortController().signal,
) {
  const files = parts.map((tensors) => writeSafetensors({ tensors, metadata: {} }));
  const listed = files.map((bytes, i) => ({
    file: `weights-${i + 1}`,
    bytes: bytes.length,
    sha256: `${i}a`,
  }));
  const host: ModelHost = {
    manifests: async () => [manifest],
    part: async (_, { file }, onPart) => {
      const bytes = files[listed.findIndex((part) => part.file === file)];
      if (!bytes) throw new StudioError('model', `${file} is not there.`);
      onPart(bytes.length);
      return bytes;
    },
  };
  return loadModel({ ...manifest, weights: { storage: 'f16', parts: listed } }, host, onBytes, signal);
}

beforeAll(startWasm);

test('tensors may be spread over parts, whose bytes are counted together', async () => {
  const before = tf.memory().numTensors;
  const [first, second] = [new Map([...weights()].slice(0, 5)), new Map([...weights()].slice(5))];
  const counts: number[] = [];
  const generator = await load([first, second], (done) => counts.push(done));
  const sizes = [first, second].map((tensors) => writeSafetensors({ tensors, metadata: {} }).length);
  expect(counts).toEqual([sizes[0], (sizes[0] ?? 0) + (sizes[1] ?? 0)]);
  // printf 0a1a | sha256sum
  expect(generator.sha256).toBe('88e6b19cedce18f46299e3be0d477f5b287d1aede067d6f693115ff6ab445962');
  generator.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('one part gives the model its own SHA-256', async () => {
  const generator = await load([weights()]);
  expect(generator.sha256).toBe('0a');
  generator.dispose();
});

test.each<[string, (tensors: Map<string, Stored>) => unknown, string]>([
  [
    'a missing tensor',
    (tensors) => tensors.delete('up3.norm.scale'),
    'Drawn cells: tensor up3.norm.scale should be 8, it is missing.',
  ],
  [
    'a tensor of another shape',
    (tensors) => tensors.set('down1.conv.weight', zeros([1, 2, 4, 4])),
    'Drawn cells: tensor down1.conv.weight should be 1 x 1 x 4 x 4, it is 1 x 2 x 4 x 4.',
  ],
  [
    'a tensor of another net',
    (tensors) => tensors.set('down9.conv.bias', zeros([1])),
    'Drawn cells: there is no place for a tensor down9.conv.bias.',
  ],
])('%s ends in one sentence that begins with the title, and leaves no tensor', async (_, change, sentence) => {
  const before = tf.memory().numTensors;
  const tensors = weights();
  change(tensors);
  await expect(load([tensors])).rejects.toThrow(new StudioError('model', sentence));
  expect(tf.memory().numTensors).toBe(before);
});

test('what a host says of a part begins with the title', async () => {
  const host: ModelHost = {
    manifests: async () => [],
    part: () => Promise.reject(new StudioError('model', 'weights-1 could not be fetched.')),
  };
  const parts = [{ file: 'weights-1', bytes: 1, sha256: '' }];
  const asked = { ...manifest, weights: { storage: 'f16' as const, parts } };
  await expect(loadModel(asked, host, () => {}, new AbortController().signal)).rejects.toThrow(
    new StudioError('model', 'Drawn cells: weights-1 could not be fetched.'),
  );
});

test('an abort while a part arrives ends the loading with its reason', async () => {
  const controller = new AbortController();
  const reason = new Error('cancelled');
  const loading = load([weights()], () => controller.abort(reason), controller.signal);
  await expect(loading).rejects.toBe(reason);
});
