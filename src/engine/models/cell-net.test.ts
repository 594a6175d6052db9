import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { cellsHost, cellsModel } from '../../../test/cells-model.ts';
import { startWasm } from '../../../test/wasm.ts';
import { manifest as drawn } from './drawn.fixture.ts';
import { checkCellsManifest, checkManifest } from './manifest.ts';
import { createShelf } from './shelf.ts';

const { signal } = new AbortController();
const painter = {
  ...drawn,
  weights: { ...drawn.weights, parts: [{ file: 'w', bytes: 1, sha256: 'a'.repeat(64) }] },
};

beforeAll(startWasm);

test('a net that tells cells apart stands beside the models that paint, not among them', async () => {
  const shelf = createShelf(await cellsHost([painter]), 0);
  expect((await shelf.manifests()).map(({ id }) => id)).toEqual(['drawn']);
  expect((await shelf.cells()).map(({ id }) => id)).toEqual(['cells-apart']);
  expect(await shelf.unread()).toEqual([]);
});

test('it is loaded once for two jobs, kept, and freed with the shelf', async () => {
  const shelf = createShelf(await cellsHost(), 0);
  const before = tf.memory().numTensors;
  const heard: number[] = [];
  const take = () => shelf.cellNet('cells-apart', (done, of) => heard.push(done / of), signal);
  const [one, other] = await Promise.all([take(), take()]);
  expect(other).toBe(one);
  expect(await take()).toBe(one);
  expect(one.sha256).toBe(await shelf.cellsHash('cells-apart'));
  expect(one.weights.get('down.0.0.weight')?.shape).toEqual([3, 3, 1, 4]);
  shelf.clear();
  expect(tf.memory().numTensors).toBe(before);
});

test('one that another takes the place of stays for the job that holds it', async () => {
  const shelf = createShelf(await cellsHost(), 0);
  const before = tf.memory().numTensors;
  const net = await shelf.cellNet('cells-apart', () => {}, signal);
  const release = shelf.hold(net);
  shelf.changed('cells-apart');
  expect(tf.memory().numTensors).toBeGreaterThan(before);
  release();
  expect(tf.memory().numTensors).toBe(before);
});

test('where no such model is shipped, a sentence says what still works', async () => {
  const shelf = createShelf({ manifests: async () => [painter], part: async () => new Uint8Array() }, 0);
  await expect(shelf.cellNet('cells-apart', () => {}, signal)).rejects.toThrow('all else works without it');
  await expect(shelf.cellsHash('cells-apart')).rejects.toThrow('all else works without it');
});

test('weights of another net are refused by the name of the first tensor that does not fit', async () => {
  const { manifest, bytes } = await cellsModel({
    architecture: { kind: 'cells-apart', widths: [8, 12, 16, 24], stem: 4 },
  });
  const shelf = createShelf({ manifests: async () => [manifest], part: async () => bytes }, 0);
  await expect(shelf.cellNet('cells-apart', () => {}, signal)).rejects.toThrow(
    'Cells apart: tensor down.3.0.weight should be 24 x 16 x 3 x 3, it is missing.',
  );
});

test('a manifest without thresholds does not fit, and no model is called as the colours of cells are', async () => {
  const { manifest } = await cellsModel();
  const { reading, ...without } = manifest;
  expect(() => checkCellsManifest(without, 'cells-apart')).toThrow(/reading/);
  expect(checkCellsManifest(manifest, 'cells-apart')).toEqual(manifest);
  expect(() => checkManifest({ ...painter, id: 'cells' }, 'cells')).toThrow(/id/);
});
