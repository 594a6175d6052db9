import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { kerasFile, twin } from '../../../test/keras-file.ts';
import { fromFloat16 } from '../formats/float16.ts';
import { readKerasInception } from './keras-inception.ts';
import { kerasFolder } from './keras-model.ts';
import { packDream } from './pack-dream.ts';

const folder = mkdtempSync(join(tmpdir(), 'eosin-keras-'));
afterAll(() => rmSync(folder, { recursive: true }));

const kerasBytes = async (first: number, units = 94) =>
  new Uint8Array(readFileSync(await kerasFile(folder, first, units)));

test.each([0, 94])('Keras\u2019 file gives the folded weights, counted from %i', async (first) => {
  const found = await readKerasInception(await kerasBytes(first), 'keras.h5');
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
  await expect(readKerasInception(await kerasBytes(0, 20), 'half.h5')).rejects.toThrow(
    "half.h5: 20 convolutions and 20 batch norms; Keras' InceptionV3 without its top has 94 of each.",
  );
  const text = new TextEncoder().encode('These are my notes, no network. '.repeat(100));
  await expect(readKerasInception(text, 'notes.h5')).rejects.toThrow('notes.h5: this is no whole HDF5 file.');
  const cut = (await kerasBytes(0)).slice(0, 50_000);
  await expect(readKerasInception(cut, 'cut.h5')).rejects.toThrow('cut.h5');
});

test('weights that are not Keras\u2019 own go by the file\u2019s name and say so', async () => {
  const bytes = await kerasBytes(0);
  const { manifest } = await kerasFolder(bytes, 'own.h5');
  const md5 = createHash('md5').update(bytes).digest('hex');
  expect(manifest).toMatchObject({ id: `keras-${md5.slice(0, 8)}`, title: 'own', licence: 'NOASSERTION' });
  expect(manifest.data).toContain(md5);
});
