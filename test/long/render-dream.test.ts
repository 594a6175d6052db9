import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { decode } from 'fast-png';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { said, saidIn } from '../../src/cli/said.fixture.ts';
import { dreamPresets } from '../../src/engine/dream/presets.ts';
import { readTexts } from '../../src/engine/formats/png-write.ts';
import { checkRecipe } from '../../src/engine/recipe.ts';
import { decode as decodePicture } from '../../src/engine/stages/decode.ts';
import { startWasm } from '../wasm.ts';

const root = mkdtempSync(join(tmpdir(), 'eosin-dream-'));
const shelf = join(root, 'public/models');
const inRepository = (path: string) => join(import.meta.dirname, '../..', path);
const picture = inRepository('test/fixtures/nuclei-16bit.tif');
const out = join(root, 'out');

beforeAll(async () => {
  await startWasm(); // so that Node's paths are set; the command takes the same backend
  mkdirSync(shelf, { recursive: true });
  writeFileSync(join(shelf, 'index.json'), '[]\n');
});
afterAll(async () => {
  rmSync(root, { recursive: true });
  await startWasm(); // the command has let go of its own
  expect(tf.memory().numTensors).toBe(0);
});

test('without the model a dream ends with one plain line, and edges work', async () => {
  const args = [picture, '--out', out, '--model', 'none', '--backend', 'wasm'];
  const dreamt = await saidIn(root, 'render', ...args, '--preset', 'paper-layer-6');
  expect([dreamt.status, dreamt.out]).toEqual([1, '']);
  expect(dreamt.err).toMatch(
    /^eosin: The model "inception-v3-cells" is not here, so nothing can be dreamed.*\n$/,
  );
  expect((await saidIn(root, 'render', ...args)).status).toBe(0);
});

test('pack --out begins a shelf of its own and leaves public/models as it is', async () => {
  const card = join(root, 'twin.json');
  const words = { title: 'Twin', task: 'Random weights.', licence: 'Apache-2.0', data: 'none', metrics: {} };
  writeFileSync(card, JSON.stringify({ id: 'twin', ...words }));
  const twin = inRepository('test/golden/inception/twin.safetensors');
  const own = join(root, 'retrained/models');
  const { status, err } = await saidIn(root, 'models', 'pack', twin, '--card', card, '--out', own);
  expect([status, err]).toEqual([0, '']);
  expect(readFileSync(join(own, 'index.json'), 'utf8')).toBe('["twin"]\n');
  expect(readdirSync(join(own, 'twin'))).toEqual(['manifest.json', 'weights-1.safetensors']);
  expect(readFileSync(join(shelf, 'index.json'), 'utf8')).toBe('[]\n');
});

test('pack makes a model folder in parts, and render dreams with it: the same picture for the same seed', async () => {
  const card = join(root, 'card.json');
  const words = { title: 'Twin', task: 'Random weights.', licence: 'Apache-2.0', data: 'none', metrics: {} };
  writeFileSync(card, JSON.stringify({ id: 'inception-v3-cells', ...words }));
  const twin = inRepository('test/golden/inception/twin.safetensors');
  expect((await saidIn(root, 'models', 'pack', twin, '--card', card)).status).toBe(0);
  expect((await saidIn(root, 'models')).out).toBe('inception-v3-cells  Random weights.\n');
  expect(readdirSync(join(shelf, 'inception-v3-cells'))).toEqual(['manifest.json', 'weights-1.safetensors']);

  const pngs = [];
  for (const seed of ['1', '1', '2']) {
    const dream = ['--stage', 'dream', '--preset', 'fine-texture', '--steps', '2', '--seed', seed];
    const { status, err } = await saidIn(
      ...[root, 'render', picture, '--out', out, '--model', 'none', '--backend', 'wasm', ...dream],
    );
    expect([status, err]).toEqual([0, '']);
    pngs.push(new Uint8Array(readFileSync(join(out, 'nuclei-16bit.dream.png'))));
  }
  const [first, again, other] = pngs as [Uint8Array, Uint8Array, Uint8Array];
  expect(again).toEqual(first);
  expect(decode(other).data).not.toEqual(decode(first).data);
  expect(JSON.parse(readTexts(first).eosin ?? '')).toMatchObject({
    model: null,
    dream: { id: 'inception-v3-cells', sha256: expect.stringMatching(/^[0-9a-f]{64}$/), guide: null },
    recipe: { dream: { seed: 1, steps: 2, layers: { mixed0: 1, mixed2: 1 } } },
  });
}, 60_000);

test('pack stores 8 bits where it is told to, and render dreams with the network that is named', async () => {
  const card = join(root, 'small.json');
  const words = {
    title: 'Small twin',
    task: 'As the twin.',
    licence: 'Apache-2.0',
    data: 'none',
    metrics: {},
  };
  writeFileSync(card, JSON.stringify({ id: 'small-twin', ...words }));
  const twin = inRepository('test/golden/inception/twin.safetensors');
  expect((await saidIn(root, 'models', 'pack', twin, '--card', card, '--bits', '8')).status).toBe(0);
  const { weights } = JSON.parse(readFileSync(join(shelf, 'small-twin/manifest.json'), 'utf8'));
  expect(weights.storage).toBe('i8');
  const dream = ['--model', 'none', '--backend', 'wasm', '--preset', 'fine-texture', '--steps', '2'];
  const { status } = await saidIn(
    ...[root, 'render', picture, '--out', out, ...dream, '--dream-model', 'small-twin'],
  );
  expect(status).toBe(0);
  const png = new Uint8Array(readFileSync(join(out, 'nuclei-16bit.dream.png')));
  expect(JSON.parse(readTexts(png).eosin ?? '').dream.id).toBe('small-twin');
  const other = await saidIn(root, 'render', picture, '--out', out, ...dream, '--dream-model', 'dogs');
  expect([other.status, other.err]).toEqual([
    2,
    'eosin: there is no model "dogs" to dream with. There are: inception-v3-cells, small-twin.\n',
  ]);
}, 60_000);

test('render writes a sheet of dreams, a row for every second layer', async () => {
  const args = ['render', picture, '--out', out, '--model', 'none', '--backend', 'wasm'];
  const { status, err } = await saidIn(root, ...args, '--stage', 'layers', '--steps', '2');
  expect([status, err]).toEqual([0, '']);
  const png = new Uint8Array(readFileSync(join(out, 'nuclei-16bit.layers.png')));
  const { grid, shows, model, dream } = JSON.parse(readTexts(png).eosin ?? '');
  expect(grid.steps).toEqual([1, 2]);
  expect(grid.layers.at(-1)).toBe('mixed10');
  expect([shows, model, dream.id]).toEqual(['layers', null, 'inception-v3-cells']);
  expect(readTexts(png).Description).toContain('made up by a network');
  expect(decode(png).height).toBeGreaterThan(grid.layers.length * 256);
}, 120_000);

test('render writes the ascent as a GIF of what the dream began from and of each step', async () => {
  const args = ['render', picture, '--out', out, '--model', 'none', '--backend', 'wasm'];
  const dream = ['--stage', 'film', '--preset', 'fine-texture', '--steps', '3'];
  const { status, err } = await saidIn(root, ...args, ...dream);
  expect([status, err]).toEqual([0, '']);
  const gif = new Uint8Array(readFileSync(join(out, 'nuclei-16bit.film.gif')));
  const planes = await decodePicture('nuclei-16bit.film.gif', gif);
  expect([planes.width, planes.height, planes.planes]).toEqual([256, 256, 4]);
}, 60_000);

test('a file that is not Keras\u2019 own is refused by its MD5, and nothing is written', async () => {
  const path = join(root, 'other.h5');
  writeFileSync(path, 'These are my notes.');
  const { status, err } = await saidIn(root, 'models', 'inception-v3-imagenet', path);
  expect(status).toBe(1);
  expect(err).toMatch(
    /other\.h5 is not Keras' file: its MD5 is [0-9a-f]{32}, not bcbd6486424b2319ff4ef7d526e38f63\.\n$/,
  );
  expect(readdirSync(shelf)).not.toContain('inception-v3-imagenet');
});

test('recipes lists the presets, and prints each as a recipe that is read again', async () => {
  const { out: list } = await said('recipes');
  expect(list.split('\n').map((line) => line.split(' ')[0])).toEqual([
    ...dreamPresets.map(({ id }) => id),
    '',
  ]);
  for (const { id, dream } of dreamPresets) {
    const recipe = checkRecipe(JSON.parse((await said('recipes', id)).out));
    expect(recipe.dream).toMatchObject({ ...dream, enabled: true });
  }
});
