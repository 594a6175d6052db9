import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { said } from '../../src/cli/said.fixture.ts';
import type { FigureProvenance } from '../../src/engine/export/figure-provenance.ts';
import { bytesOf } from '../../src/engine/formats/opened-file.ts';
import { saidBy } from '../../src/engine/share/carried.ts';

const folder = mkdtempSync(join(tmpdir(), 'eosin-figure-'));
const inFolder = (name: string) => join(folder, name);
const plan = (name: string, value: unknown) => writeFileSync(inFolder(name), JSON.stringify(value));
const figure = (...args: readonly string[]) => said('figure', ...args, '--backend=wasm');

beforeAll(() => {
  const fixtures = join(import.meta.dirname, '../fixtures');
  copyFileSync(join(fixtures, 'nuclei-16bit.tif'), inFolder('nuclei.tif'));
  copyFileSync(join(fixtures, 'stacks/imagej.tif'), inFolder('stack.tif'));
  plan('plan.json', {
    version: 1,
    rows: [{ picture: 'nuclei.tif' }, { picture: 'stack.tif', caption: 'Stack' }],
    columns: ['input', 'edges', 'colour'],
    dpi: 150,
    insets: [{ row: 0, part: [0.2, 0.2, 0.2, 0.2], times: 2, corner: 'top-left' }],
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(['svg', 'pdf', 'png', 'jpg', 'tif'])('a figure as %s', (format) => {
  test('is made of two pictures, says what it lacks, and is the same when it is made again', async () => {
    const out = inFolder(`figure.${format}`);
    const made = await figure(inFolder('plan.json'), `--out=${out}`, '--json');
    expect([made.status, made.err]).toEqual([0, '']);
    const { lights, methods } = JSON.parse(made.out);
    expect(lights).toContainEqual({
      name: 'Scale bars',
      isMet: false,
      sentence: expect.stringContaining('nuclei.tif does not say how wide a pixel is'),
    });
    expect(methods).toContain('nuclei.tif (SHA-256 ');
    const verdict = await said('verify', out, '--backend=wasm');
    expect(verdict).toEqual({
      status: 0,
      out: `${out}: same pixels as its recipe makes of nuclei.tif, stack.tif.\n`,
      err: '',
    });
  });
});

test('cells that were given have a part in a figure: their file is named, asked for, and told by its hash', async () => {
  const cells = await said(
    'cells',
    inFolder('nuclei.tif'),
    '--format=labels',
    `--out=${folder}`,
    '--backend=wasm',
  );
  expect(cells.err).toBe('');
  plan('given.json', {
    version: 1,
    rows: [{ picture: 'nuclei.tif', labels: 'nuclei.labels.tif' }],
    columns: ['input', 'cells'],
  });
  const elsewhere = mkdtempSync(join(tmpdir(), 'eosin-figure-'));
  const out = join(elsewhere, 'given.svg');
  const made = await figure(inFolder('given.json'), `--out=${out}`);
  expect([made.status, made.err]).toEqual([0, '']);
  const { rows, panels } = saidBy(bytesOf(new Uint8Array(readFileSync(out)))) as FigureProvenance; // as it was written
  const hash = createHash('sha256')
    .update(readFileSync(inFolder('nuclei.labels.tif')))
    .digest('hex');
  expect(rows[0]?.labels).toEqual({ name: 'nuclei.labels.tif', fingerprint: `sha256:${hash}` });
  expect(panels[1]).toMatchObject({ shows: 'cells', cells: null });

  const verified = (...labels: readonly string[]) =>
    said('verify', out, `--source=${inFolder('nuclei.tif')}`, ...labels, '--backend=wasm');
  expect(await verified()).toMatchObject({
    status: 2,
    err: expect.stringContaining(
      `${out} was made with the cells of nuclei.labels.tif, which does not lie beside it: say where with --labels.`,
    ),
  });
  const other = await verified(`--labels=${inFolder('stack.tif')}`);
  expect([other.status, other.err]).toEqual([
    1,
    `eosin: ${inFolder('stack.tif')} does not hold the cells that ${out} was made with: its SHA-256 is another.\n`,
  ]);
  expect(await verified(`--labels=${inFolder('nuclei.labels.tif')}`)).toEqual({
    status: 0,
    out: `${out}: same pixels as its recipe makes of nuclei.tif.\n`,
    err: '',
  });
  rmSync(elsewhere, { recursive: true });
});

test('a figure whose recipe was changed afterwards is not the same, and how far off is said', async () => {
  const svg = readFileSync(inFolder('figure.svg'), 'utf8');
  const changed = svg.replaceAll('&quot;sigma&quot;:1.4', '&quot;sigma&quot;:4');
  expect(changed).not.toBe(svg);
  writeFileSync(inFolder('changed.svg'), changed);
  const { status, out } = await said('verify', inFolder('changed.svg'), '--backend=wasm');
  expect(status).toBe(1);
  expect(out).toMatch(
    /changed\.svg: \d+ of \d+ pixels differ from what its recipe makes of nuclei\.tif, stack\.tif/,
  );
});

test.each([
  [['plan.json'], 'figure needs --out FILE with the ending .svg, .pdf, .png, .jpg or .tif.'],
  [['plan.json', '--out=a.gif'], 'figure needs --out FILE with the ending .svg, .pdf, .png, .jpg or .tif.'],
  [['none.json', '--out=a.svg'], 'none.json does not exist.'],
])('%j is said in one line', async ([name = '', ...options], sentence) => {
  const { status, err } = await figure(inFolder(name), ...options);
  expect(status).toBe(2);
  expect(err).toContain(sentence);
});

test('a plan and a recipe that do not fit are named', async () => {
  plan('bad.json', { version: 1, rows: [{ picture: 'nuclei.tif', recipe: { version: 4 } }] });
  const recipe = await figure(inFolder('bad.json'), `--out=${inFolder('a.svg')}`);
  expect([recipe.status, recipe.err]).toEqual([
    2,
    expect.stringContaining('bad.json: The recipe does not fit.'),
  ]);
  plan('bad.json', { version: 1, rows: [{ picture: 'nuclei.tif' }], colums: [] });
  const bad = await figure(inFolder('bad.json'), `--out=${inFolder('a.svg')}`);
  expect(bad.err).toContain('bad.json: The plan does not fit. there is no field colums.');
});
