import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cellsModel } from '../../../test/cells-model.ts';
import { startWasm } from '../../../test/wasm.ts';
import { encodeTiff } from '../../engine/formats/tiff-write.ts';
import { checkCellsManifest } from '../../engine/models/manifest.ts';
import { zipModel } from '../../engine/models/own-models.ts';
import { saidIn } from '../said.fixture.ts';

const root = mkdtempSync(join(tmpdir(), 'eosin-learn-'));
const shelf = join(root, 'public/models');
const [SIDE, STEPS] = [64, 3];
const picture = (name: string) => join(root, `${name}.tif`);
const taught = join(root, 'taught');

/** A disc in each corner. */
const labelAt = (x: number, y: number) => {
  const inside = Math.hypot((x % 32) - 16, (y % 32) - 16) < 9;
  return inside ? 1 + Math.floor(x / 32) + 2 * Math.floor(y / 32) : 0;
};

beforeAll(async () => {
  await startWasm(); // so that Node's paths are set; the command takes the same backend
  const { manifest, bytes } = await cellsModel();
  mkdirSync(join(shelf, manifest.id), { recursive: true });
  writeFileSync(join(shelf, 'index.json'), JSON.stringify([manifest.id]));
  writeFileSync(join(shelf, manifest.id, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(shelf, manifest.id, 'weights-1.safetensors'), bytes);
  const labels = Uint16Array.from({ length: SIDE * SIDE }, (_, i) => labelAt(i % SIDE, Math.floor(i / SIDE)));
  for (const [name, ending] of [
    ['one', '_labels'],
    ['two', '.labels'],
    ['other', '_labels'],
  ] as const) {
    writeFileSync(
      picture(name),
      encodeTiff(
        labels.map((label) => (label ? 4000 : 200)),
        SIDE,
        SIDE,
        null,
      ),
    );
    writeFileSync(join(root, `${name}${ending}.tif`), encodeTiff(labels, SIDE, SIDE, null));
  }
  writeFileSync(picture('bare'), encodeTiff(labels, SIDE, SIDE, null));
});
afterAll(async () => {
  rmSync(root, { recursive: true });
  await startWasm(); // the command has let go of its own
  expect(tf.memory().numTensors).toBe(0);
});

const learn = (...args: readonly string[]) =>
  saidIn(root, 'learn-cells', ...args, '--steps', `${STEPS}`, '--backend', 'wasm');
const readManifest = (folder: string) =>
  checkCellsManifest(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')), folder);

test('mended label maps become a model whose folder and ZIP find cells, by a hash of their own', async () => {
  const files = [picture('one'), picture('two')];
  const said = await learn(
    ...files,
    '--out',
    taught,
    '--judge',
    picture('other'),
    '--title',
    'Discs',
    '--json',
  );
  expect(said).toMatchObject({ status: 0, err: '' });
  const report = JSON.parse(said.out);
  expect(report).toMatchObject({ steps: STEPS, judged: { pictures: 1, cells: 4 }, written: taught });
  const manifest = readManifest(taught);
  expect(manifest).toMatchObject({ id: 'own-cells', title: 'Discs', licence: 'NOASSERTION' });

  const contents = new Map(
    readdirSync(taught).map((name) => [name, new Uint8Array(readFileSync(join(taught, name)))]),
  );
  const zip = join(root, 'own.zip');
  writeFileSync(zip, await zipModel('own-cells', contents));
  for (const model of [taught, zip]) {
    const args = [
      picture('other'),
      '--model',
      model,
      '--out',
      join(root, 'out'),
      '--format',
      'csv',
      '--json',
    ];
    const found = await saidIn(root, 'cells', ...args, '--backend', 'wasm');
    expect(found).toMatchObject({ status: 0, err: '' });
    const [{ model: by }] = JSON.parse(found.out).pictures;
    expect(JSON.stringify(by)).toContain(manifest.weights.parts[0]!.sha256);
  }
  const judged = await saidIn(
    root,
    'evaluate',
    '--cells',
    '--model',
    taught,
    '--data',
    root,
    '--json',
    '--backend',
    'wasm',
  );
  expect(JSON.parse(judged.out).model).toBe('own-cells');
}, 120_000);

test.each([
  [['--out', taught], 'learn-cells needs 1 to 5 mended pictures'],
  [[picture('one')], 'learn-cells needs --out DIR'],
  [
    [picture('bare'), '--out', taught],
    'bare.tif has no label map beside it; put its mended cells there as bare_labels.png',
  ],
  [[picture('one'), '--out', taught, '--judge', picture('one')], 'one.tif is learnt from; judge by others'],
  [[picture('one'), '--out', taught, '--model', './nowhere'], 'there is no model at ./nowhere'],
  [[picture('one'), '--out', taught, '--model', root], 'holds no model: it has no manifest.json'],
  [[picture('one'), '--out', taught, '--seconds', '2'], '--seconds must be a number from 5 to 3600, not "2"'],
] as const)('%j is refused in one line: %s', async (args, sentence) => {
  const { status, err } = await learn(...args);
  expect(status).toBe(2);
  expect(err).toContain(sentence);
  expect(err.trim().split('\n')).toHaveLength(1);
});
