import { afterAll, beforeAll, expect, test } from 'vitest';
import { brightModel } from '../../test/cells-model.ts';
import { startWasm } from '../../test/wasm.ts';
import { createCache } from '../engine/cache.ts';
import { cellsOf } from '../engine/cells-of.ts';
import { bytesOf } from '../engine/formats/opened-file.ts';
import { unzip } from '../engine/formats/zip.ts';
import { createShelf } from '../engine/models/shelf.ts';
import { defaultRecipe, type Recipe } from '../engine/recipe.ts';
import type { RenderContext } from '../engine/render.ts';
import { carriedBy } from '../engine/share/carried.ts';
import { drawnSource, type Source as EngineSource } from '../engine/source.ts';
import { resultOf } from '../engine/steps/result-of.ts';
import { createCellsTasks, givenCells } from './cells-tasks.ts';
import type { LabelSource, Source } from './messages.ts';
import { shownCells } from './shown-cells.ts';

const { signal } = new AbortController();
const source: Source = { kind: 'drawn', id: 'nuclei-3', name: 'nuclei 3.tif', scene: 'nuclei', seed: 3 };
const engineSource = (): EngineSource => drawnSource('nuclei-3', 'nuclei 3.tif', 'nuclei', 3);
const recipe: Recipe = {
  ...defaultRecipe,
  develop: { ...defaultRecipe.develop, frame: 'fit' }, // half of the file's size
  colour: { ...defaultRecipe.colour, model: 'cells' },
};

let context: RenderContext;
let tasks: ReturnType<typeof createCellsTasks>;

beforeAll(async () => {
  await startWasm();
  const { manifest, bytes } = await brightModel();
  context = {
    device: { backend: 'wasm', name: 'the processor', software: false, gpu: null } as RenderContext['device'], // no more is asked
    shelf: createShelf({ manifests: async () => [manifest], part: async () => bytes }, 0),
    cache: createCache(2 ** 28),
    now: () => performance.now() / 1000,
  };
  tasks = createCellsTasks({ engineSource, onDevice: (steps) => steps(context) });
});

afterAll(() => context.shelf.clear());

const found = async () => (await resultOf(cellsOf(engineSource(), recipe, context, signal))).told.found;
const exported = async (...formats: ('labels' | 'csv' | 'geojson' | 'rois' | 'colour')[]) =>
  (await resultOf(tasks.exportCells({ source, recipe, formats }, signal))).files;
const asLabels = (name: string, bytes: Uint8Array<ArrayBuffer>): LabelSource => ({
  kind: 'file',
  id: name,
  name,
  blob: new Blob([bytes]),
});

test('cells cross as 16 bits with a table by columns, and what the cache holds stays here', async () => {
  const cells = await found();
  const shown = shownCells(cells);
  expect(shown.labels.data).toBeInstanceOf(Uint16Array);
  expect([...shown.labels.data]).toEqual([...cells.labels.data]);
  const column = (name: string) => shown.table.find((one) => one.name === name)?.values;
  expect([...column('area_px')!]).toEqual(cells.measured.map(({ area }) => area));
  expect(column('label')).toHaveLength(cells.labels.count);
  expect(shown.boxes).toHaveLength(4 * cells.labels.count);
  expect(shown.summary).toMatch(new RegExp(`^${cells.labels.count} cells, median .* µm²$`));
  structuredClone(shown, { transfer: [shown.labels.data.buffer] });
  expect((await found()).labels.data.length).toBeGreaterThan(0);
});

test('all five files are named as the picture, the labels over the file’s own pixels', async () => {
  const files = await exported('labels', 'csv', 'geojson', 'rois', 'colour');
  expect(files.map(({ name }) => name)).toEqual([
    'nuclei 3.labels.tif',
    'nuclei 3.cells.csv',
    'nuclei 3.cells.geojson',
    'nuclei 3.rois.zip',
    'nuclei 3.colour.png',
  ]);
  const { count } = (await found()).labels;
  const [labels, table, , rois] = files.map(({ bytes }) => bytes) as Uint8Array<ArrayBuffer>[]; // five
  const view = new DataView(labels!.buffer);
  expect([view.getUint32(10 + 8, true), view.getUint32(22 + 8, true)]).toEqual([512, 512]); // width and height
  expect(new TextDecoder().decode(table).trim().split('\r\n')).toHaveLength(count + 1);
  expect((await unzip(rois!, () => true)).size).toBe(count);
  // Dropped on the page the labels are marked as a network's, and bring their recipe.
  expect(carriedBy(bytesOf(labels!))).toMatchObject({ isGenerated: true, shared: [{ recipe }] });
});

test.each([
  'labels',
  'geojson',
  'rois',
] as const)('its own %s, dropped beside the picture, match it', async (format) => {
  const [file] = await exported(format);
  const labels = asLabels(file!.name, file!.bytes);
  const { count } = (await found()).labels;
  const compared = await resultOf(tasks.compareCells({ source, recipe, labels }, signal));
  expect(compared.matched.length / count).toBeGreaterThan(0.97); // a region of ImageJ is one part of a cell
  expect(compared.missed.length + compared.matched.length).toBe(compared.theirs.count);
  expect(compared.extra.length + compared.matched.length).toBe(count);
  expect(compared.figures!.ap50).toBeGreaterThan(0.95);
  // They can be coloured in place of those that the net finds.
  const given = givenCells(labels);
  const { told } = await resultOf(cellsOf(engineSource(), recipe, context, signal, { given }));
  expect([told.found.labels.count, told.by]).toEqual([compared.theirs.count, null]);
});

test('a label map that lacks some cells and has one that is not there says which', async () => {
  const cells = await found();
  const [file] = await exported('labels');
  const bytes = file!.bytes.slice();
  const view = new DataView(bytes.buffer);
  const strip = bytes.length - 2 * 512 * 512;
  for (let i = 0; i < 512 * 512; i++) {
    const [x, y, label] = [i % 512, Math.floor(i / 512), view.getUint16(strip + 2 * i, true)];
    if (label === 3) view.setUint16(strip + 2 * i, 0, true);
    if (label === 0 && x < 6 && y > 505) view.setUint16(strip + 2 * i, 999, true);
  }
  const labels = asLabels('theirs.tif', bytes);
  const compared = await resultOf(tasks.compareCells({ source, recipe, labels }, signal));
  expect(compared.extra).toContain(3);
  expect(compared.missed).toHaveLength(compared.theirs.count - compared.matched.length);
  expect(compared.theirs.count).toBe(cells.labels.count);
  expect(compared.missed).toContain(compared.theirs.data[255 * 256]);
});
