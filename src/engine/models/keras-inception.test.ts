import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as h5wasm from 'h5wasm/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readTensors } from '../../../test/golden/inception/reference.ts';
import { randomFrom } from '../random.ts';
import { fromFloat16 } from './float16.ts';
import { readKerasInception } from './keras-inception.ts';
import { packDream } from './pack-dream.ts';

/** A small network of the same topology, batch norm folded in. */
const { tensors: twin } = readTensors(
  new URL('../../../test/golden/inception/twin.safetensors', import.meta.url),
);
const random = randomFrom(11);
const folder = mkdtempSync(join(tmpdir(), 'eosin-keras-'));
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  await h5wasm.ready;
});

/**
 * A file as Keras writes it, each layer in a group with one of its own name below. The twin's weights are unfolded: what
 * is stored gives them again with `gain = 1 / sqrt(variance + 0.001)`.
 *
 * @param first what Keras had counted to.
 */
function kerasFile(first: number, units = 94): Uint8Array<ArrayBuffer> {
  const path = join(folder, `keras-${first}-${units}.h5`);
  const file = new h5wasm.File(path, 'w');
  const put = (layer: string, name: string, data: Float32Array, shape: readonly number[]) => {
    for (const group of [layer, `${layer}/${layer}`]) if (!file.get(group)) file.create_group(group);
    (file.get(`${layer}/${layer}`) as h5wasm.Group).create_dataset({
      name: `${name}:0`,
      data,
      shape: [...shape],
    }); // made above
  };
  for (let n = 1; n <= units; n++) {
    const kernel = twin.get(`unit_${n}/kernel`) as { shape: readonly number[]; values: Float32Array }; // the script wrote it
    const bias = twin.get(`unit_${n}/bias`)?.values as Float32Array; // likewise
    const variance = bias.map(() => 0.2 + random());
    const mean = bias.map(() => random() - 0.5);
    const gain = variance.map((value) => 1 / Math.sqrt(value + 0.001));
    const outs = bias.length;
    const [convolution, norm] = [`conv2d_${first + n}`, `batch_normalization_${first + n}`];
    put(
      convolution,
      'kernel',
      kernel.values.map((value, i) => value / (gain[i % outs] as number)),
      kernel.shape,
    ); // a channel
    put(
      norm,
      'beta',
      bias.map((value, i) => value + (mean[i] as number) * (gain[i] as number)),
      [outs],
    ); // likewise
    put(norm, 'moving_mean', mean, [outs]);
    put(norm, 'moving_variance', variance, [outs]);
  }
  file.create_group('activation_1'); // Keras lists layers without weights too
  file.close();
  return new Uint8Array(readFileSync(path));
}

test.each([0, 94])('Keras\u2019 file gives the folded weights, counted from %i', async (first) => {
  const found = await readKerasInception(kerasFile(first), 'keras.h5');
  expect(found.size).toBe(2 * 94);
  for (let n = 1; n <= 94; n++) {
    for (const part of ['kernel', 'bias']) {
      const stored = found.get(`unit_${n}/${part}`);
      const expected = twin.get(`unit_${n}/${part}`);
      expect(stored?.shape, `unit ${n}`).toEqual(expected?.shape);
      const values =
        stored?.dtype === 'F16' ? fromFloat16(stored.values) : Float32Array.from(stored?.values ?? []);
      const errors = values.map((value, i) => Math.abs(value - (expected?.values[i] ?? Number.NaN)));
      const largest = Math.max(...(expected?.values ?? []).map(Math.abs));
      expect(Math.max(...errors) / largest, `unit ${n}, ${part}`).toBeLessThan(1e-3); // half a grain of float16, and two roundings
    }
  }
  const card = { id: 'k', title: 'K', task: '', licence: 'Apache-2.0', data: '', metrics: {} };
  const { manifest, files } = await packDream(found, card);
  expect(manifest.architecture).toEqual({ kind: 'inception-v3', deepest: 'mixed10' });
  expect(files.size).toBe(manifest.weights.parts.length);
});

test('a file with other layers, or that is none, is refused by its name', async () => {
  await expect(readKerasInception(kerasFile(0, 20), 'half.h5')).rejects.toThrow(
    "half.h5: 20 convolutions and 20 batch norms; Keras' InceptionV3 without its top has 94 of each.",
  );
  const text = new TextEncoder().encode('These are my notes, no network. '.repeat(100));
  await expect(readKerasInception(text, 'notes.h5')).rejects.toThrow('notes.h5: this is no whole HDF5 file.');
  const cut = kerasFile(0).slice(0, 50_000);
  await expect(readKerasInception(cut, 'cut.h5')).rejects.toThrow('cut.h5');
});
