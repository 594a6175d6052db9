import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { off } from '../../../test/walked.ts';
import { readTexts } from '../../engine/formats/png-write.ts';
import { decode } from '../../engine/stages/decode.ts';
import { said } from '../said.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'eosin-tiled-'));
afterAll(() => rmSync(folder, { recursive: true }));
const fixtures = join(import.meta.dirname, '../../../test/fixtures');
const nuclei = join(fixtures, 'nuclei-16bit.tif');

const rendered = (out: string, ...options: readonly string[]) =>
  said('render', nuclei, `--out=${join(folder, out)}`, '--backend=wasm', ...options);
const bytesOf = (...path: readonly string[]) => new Uint8Array(readFileSync(join(folder, ...path)));
/** All values, channel after channel. */
async function valuesOf(...path: readonly string[]): Promise<Uint8Array> {
  const { channels } = await decode(path.join('/'), bytesOf(...path));
  return Uint8Array.from(channels.flatMap(({ samples }) => [...samples]));
}

test('edges at true size are the same in tiles, as PNG and as OME-TIFF, as without', async () => {
  const edges = ['--stage=edges', '--scale=1'];
  expect((await rendered('whole', ...edges)).status).toBe(0);
  expect(await rendered('png', ...edges, '--tile=48')).toEqual({
    status: 0,
    out: `${join(folder, 'png/nuclei-16bit.edges.png')}\n`,
    err: '',
  });
  expect((await rendered('tiff', ...edges, '--format=tiff', '--tile=48')).status).toBe(0);
  const expected = await valuesOf('whole', 'nuclei-16bit.edges.png');
  expect(expected.filter((value) => value === 255).length).toBeGreaterThan(100);
  expect(await valuesOf('png', 'nuclei-16bit.edges.png')).toEqual(expected);
  expect(await valuesOf('tiff', 'nuclei-16bit.edges.ome.tif')).toEqual(expected);
  const carried = ({ eosin = '{}' }) => JSON.parse(eosin).source;
  expect(carried(readTexts(bytesOf('png', 'nuclei-16bit.edges.png')))).toEqual(
    carried(readTexts(bytesOf('whole', 'nuclei-16bit.edges.png'))),
  );
});

test('colours at true size are the same in tiles as without, to the rounding of half floats', async () => {
  const colour = ['--model=blood-stain', '--scale=1'];
  expect((await rendered('whole', ...colour)).status).toBe(0);
  expect((await rendered('tiff', ...colour, '--format=tiff')).status).toBe(0);
  const found = off(
    await valuesOf('tiff', 'nuclei-16bit.colour.ome.tif'),
    await valuesOf('whole', 'nuclei-16bit.colour.png'),
  );
  expect(found.mean).toBeLessThan(0.2);
  expect(found.most).toBeLessThanOrEqual(6);
});

test.each([
  [['--tile=50', '--scale=1'], '--tile must be a multiple of 16, not 50.'],
  [['--tile=64'], "keep the file's own pixels: add --scale 1, or --crop"],
  [['--tile=64', '--scale=0.5'], "keep the file's own pixels"],
  [['--format=gif', '--scale=1'], '--format must be png, jpeg or tiff, not "gif".'],
  [['--stage=dream', '--tile=64', '--scale=1'], 'for the stages edges and colour, not dream'],
])('%j is wrong use', async (options, sentence) => {
  const { status, err } = await rendered('wrong', ...options);
  expect(status).toBe(2);
  expect(err).toContain(sentence);
});

test('a picture that fails leaves no file behind', async () => {
  const broken = join(fixtures, 'stacks/stacks.json');
  const { status, err } = await said(
    'render',
    broken,
    `--out=${join(folder, 'none')}`,
    '--stage=edges',
    '--scale=1',
    '--tile=64',
    '--backend=wasm',
  );
  expect(status).toBe(1);
  expect(err).toContain('stacks.json');
  expect(readdirSync(join(folder, 'none'))).toEqual([]);
});
