import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { brightModel } from '../../../test/cells-model.ts';
import { startWasm } from '../../../test/wasm.ts';
import { filled } from '../../engine/cells/outlines.ts';
import { readTexts } from '../../engine/formats/png-write.ts';
import { encodeTiff } from '../../engine/formats/tiff-write.ts';
import { unzip } from '../../engine/formats/zip.ts';
import { saidIn } from '../said.fixture.ts';

const root = mkdtempSync(join(tmpdir(), 'eosin-cells-'));
const [shelf, out] = [join(root, 'public/models'), join(root, 'out')];

/** 300 x 200, so that neither side is a multiple of anything: four bright discs on dark, one of them small, two that touch. */
const [WIDTH, HEIGHT] = [300, 200];
const discs = [
  { x: 60.5, y: 50.5, r: 20 },
  { x: 150.5, y: 120.5, r: 30 },
  { x: 240.5, y: 60.5, r: 15 },
  { x: 20.5, y: 180.5, r: 3 },
];
const labelAt = (x: number, y: number) =>
  1 + discs.findIndex((disc) => Math.hypot(x + 0.5 - disc.x, y + 0.5 - disc.y) < disc.r);
const there = Uint16Array.from({ length: WIDTH * HEIGHT }, (_, i) =>
  labelAt(i % WIDTH, Math.floor(i / WIDTH)),
);
const samples = there.map((label) => (label ? 4000 + 100 * label : 200));
const picture = (folder: string) => join(root, folder, 'discs.tif');

beforeAll(async () => {
  await startWasm(); // so that Node's paths are set; the command takes the same backend
  const { manifest, bytes } = await brightModel();
  mkdirSync(join(shelf, manifest.id), { recursive: true });
  writeFileSync(join(shelf, 'index.json'), JSON.stringify([manifest.id]));
  writeFileSync(join(shelf, manifest.id, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(shelf, manifest.id, 'weights-1.safetensors'), bytes);
  for (const folder of ['a', 'b']) {
    mkdirSync(join(root, folder));
    writeFileSync(picture(folder), encodeTiff(samples, WIDTH, HEIGHT, [0.5, 0.5]));
  }
});
beforeEach(() => rmSync(out, { recursive: true, force: true }));
afterAll(async () => {
  rmSync(root, { recursive: true });
  await startWasm(); // the command has let go of its own
  expect(tf.memory().numTensors).toBe(0);
});

const cells = (...args: readonly string[]) =>
  saidIn(root, 'cells', ...args, '--out', out, '--backend', 'wasm');

/** A little-endian TIFF of one strip, by the fields of the specification. */
function readTiff(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [directory, fields] = [view.getUint32(4, true), new Map<number, number>()];
  for (let i = 0; i < view.getUint16(directory, true); i++) {
    const at = directory + 2 + 12 * i;
    const isShort = view.getUint16(at + 2, true) === 3;
    fields.set(
      view.getUint16(at, true),
      isShort ? view.getUint16(at + 8, true) : view.getUint32(at + 8, true),
    );
  }
  const [width = 0, height = 0, bits = 0, strip = 0] = [256, 257, 258, 273].map((tag) => fields.get(tag));
  const labels = Array.from({ length: width * height }, (_, i) =>
    bits === 16 ? view.getUint16(strip + 2 * i, true) : view.getUint32(strip + 4 * i, true),
  );
  const per = fields.get(282) ?? 0;
  return { width, height, bits, labels, perUm: view.getUint32(per, true) / view.getUint32(per + 4, true) };
}

test('a picture’s cells are written five ways, and all say the same', async () => {
  const { status, out: said, err } = await cells(picture('a'));
  expect([status, err]).toEqual([0, '']);
  expect(said).toMatch(/^.*discs\.tif: 4 cells, median 243 µm²\n$/);
  const name = (ending: string) => join(out, `discs.${ending}`);
  expect(readdirSync(out).sort()).toEqual(
    ['cells.csv', 'cells.geojson', 'colour.png', 'labels.tif', 'rois.zip'].map((ending) => `discs.${ending}`),
  );

  const tiff = readTiff(readFileSync(name('labels.tif')));
  expect([tiff.width, tiff.height, tiff.bits, tiff.perUm]).toEqual([WIDTH, HEIGHT, 16, 2]);
  const order = [...new Set(there)].filter((disc) => disc > 0); // cells are numbered by their first pixels
  expect(tiff.labels).toEqual(Array.from(there, (label) => (label ? order.indexOf(label) + 1 : 0)));

  const [head, ...rows] = readFileSync(name('cells.csv'), 'utf8').trim().split('\r\n');
  expect(head).toMatch(/^label,area_px,area_um2,centroid_x,centroid_y,/);
  const columns = head!.split(',');
  const value = (row: number, column: string) => Number(rows[row]!.split(',')[columns.indexOf(column)]);
  for (const [row, disc] of order.entries()) {
    const area = there.filter((label) => label === disc).length;
    expect(value(row, 'area_px')).toBe(area);
    expect(value(row, 'area_um2')).toBeCloseTo(area / 4, 6);
    expect(value(row, 'centroid_x')).toBeCloseTo(discs[disc - 1]!.x - 0.5, 6);
    expect(value(row, 'mean_Grey')).toBe(4000 + 100 * disc);
    expect(value(row, 'total_Grey')).toBe(area * (4000 + 100 * disc));
  }

  const geo = JSON.parse(readFileSync(name('cells.geojson'), 'utf8'));
  const rings = geo.features.map(({ geometry }: { geometry: { coordinates: number[][][] } }) =>
    geometry.coordinates[0]!.slice(0, -1).flat(),
  );
  const drawn = filled(
    rings.map((outer: number[]) => [{ outer, holes: [] }]),
    WIDTH,
    HEIGHT,
  );
  expect([...drawn]).toEqual(tiff.labels);
  expect((await unzip(new Uint8Array(readFileSync(name('rois.zip'))), () => true)).size).toBe(4);
  const texts = readTexts(new Uint8Array(readFileSync(name('colour.png'))));
  expect(texts.Description).toMatch(/^Cells told apart by cells-apart/);
});

test('only the formats asked for are written, without cells below the least area, and --json tells it', async () => {
  const args = ['--format', 'csv,labels', '--min-area', '100', '--json'];
  const { status, out: said } = await cells(picture('a'), ...args);
  expect(status).toBe(0);
  expect(readdirSync(out).sort()).toEqual(['discs.cells.csv', 'discs.labels.tif']);
  const { pictures, failed } = JSON.parse(said);
  expect(failed).toEqual([]);
  expect(pictures).toMatchObject([
    {
      file: picture('a'),
      cells: 3,
      pixelUm: [0.5, 0.5],
      model: { id: 'cells-apart' },
      written: [join(out, 'discs.cells.csv'), join(out, 'discs.labels.tif')],
    },
  ]);
  expect(pictures[0].diameterPx).toBeCloseTo(40, 0);
});

test('pictures of one name in two folders keep their folders, and one that fails is named while the other is written', async () => {
  const broken = join(root, 'b', 'broken.tif');
  writeFileSync(broken, 'II*');
  const { status, err } = await cells(picture('a'), broken, picture('b'), '--format', 'labels');
  expect(status).toBe(1);
  expect(err).toMatch(/^eosin: .*broken\.tif .*\n$/);
  expect(existsSync(join(out, 'a/discs.labels.tif'))).toBe(true);
  expect(existsSync(join(out, 'b/discs.labels.tif'))).toBe(true);
});

test.each([
  [['--format', 'labels,gif'], '--format must be labels, csv, geojson, rois or colour, not "gif".'],
  [['--palette', 'rainbow'], '--palette must be'],
  [['--diameter', '2'], '--diameter must be a number from 4 to 2000, not "2".'],
  [['--model', 'blood-stain'], 'there is no model "blood-stain" that finds cells. There are: cells-apart.'],
])('wrong use is one line and nothing is written: %j', async (args, sentence) => {
  const { status, err } = await cells(picture('a'), ...args);
  expect(status).toBe(2);
  expect(err).toContain(sentence);
  expect(existsSync(out)).toBe(false);
});

test('evaluate --cells judges by label maps, set by set', async () => {
  const data = join(root, 'data');
  mkdirSync(data);
  const missing = Uint16Array.from(there, (label) => (label === 2 ? 0 : label)); // one that a person did not draw
  for (const [name, labels] of Object.entries({ one: there, two: missing })) {
    writeFileSync(join(data, `${name}.tif`), encodeTiff(samples, WIDTH, HEIGHT, null));
    writeFileSync(join(data, `${name}_labels.tif`), encodeTiff(labels, WIDTH, HEIGHT, null));
  }
  const evaluate = (...args: readonly string[]) =>
    saidIn(root, 'evaluate', '--cells', '--data', data, '--backend', 'wasm', ...args);
  const all = JSON.parse((await evaluate('--json')).out);
  expect(all.sets.all).toMatchObject({ pictures: 2, cells: 7, ap50: 7 / 8, f1: 14 / 15, countError: 1 / 7 });
  expect(all.files).toMatchObject([
    { file: 'one.tif', there: 4, found: 4, matched: 4, aji: 1 },
    { file: 'two.tif', there: 3, found: 4, matched: 3 },
  ]);
  const rows = ['one.tif,one_labels.tif,dots,test', 'two.tif,two_labels.tif,dots,train'];
  writeFileSync(join(data, 'index.csv'), ['file,labels,kind,split', ...rows].join('\n'));
  const table = await evaluate();
  expect([table.status, table.err]).toEqual([0, '']);
  expect(table.out.split('\n')[1]!.split(/\s{2,}/)).toEqual([
    'test, dots',
    '1',
    '4',
    '1.000',
    '1.000',
    '1.000',
    '1.000',
    '0.000',
  ]);
  expect(await evaluate('--split', 'new')).toMatchObject({ status: 2, out: '' });
});
