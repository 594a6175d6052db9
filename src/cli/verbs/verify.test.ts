import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Provenance } from '../../engine/export/provenance.ts';
import { xmpOf } from '../../engine/export/xmp.ts';
import { sealed, UNFILLED_SEAL } from '../../engine/film/video-seal.ts';
import { joinedBytes } from '../../engine/formats/joined-bytes.ts';
import { bytesOf } from '../../engine/formats/opened-file.ts';
import { encodePng, readTexts } from '../../engine/formats/png-write.ts';
import { mp4Xmp } from '../../engine/formats/xmp.ts';
import { saidBy } from '../../engine/share/carried.ts';
import { decode } from '../../engine/stages/decode.ts';
import { said } from '../said.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'eosin-verify-'));
const name = 'nuclei-16bit.tif';
const picture = join(folder, name);
const inFolder = (file: string) => join(folder, file);
const verified = (file: string, ...options: readonly string[]) =>
  said('verify', inFolder(file), '--backend=wasm', ...options);

beforeAll(() => copyFileSync(join(import.meta.dirname, '../../../test/fixtures', name), picture));
afterAll(() => rmSync(folder, { recursive: true }));

const made = (...args: readonly string[]) => said(...args, picture, `--out=${folder}`, '--backend=wasm');

describe('an export is made again, pixel for pixel', () => {
  test.each([
    ['edges', ['render', '--stage=edges'], 'nuclei-16bit.edges.png'],
    ['colours', ['render', '--model=blood-smear'], 'nuclei-16bit.colour.png'],
    [
      'colours in tiles',
      ['render', '--model=blood-smear', '--scale=1', '--format=tiff', '--tile=64'],
      'nuclei-16bit.colour.ome.tif',
    ],
    ['colours in a JPEG', ['render', '--model=blood-smear', '--format=jpg'], 'nuclei-16bit.colour.jpg'],
    ['a label map', ['cells', '--format=labels'], 'nuclei-16bit.labels.tif'],
    ['cells in colours', ['cells', '--format=colour'], 'nuclei-16bit.colour.png'],
    [
      'a film',
      ['render', '--stage=film', '--steps=1', '--preset=paper-layer-6', '--crop=0,0,96,96'],
      'nuclei-16bit.film.gif',
    ],
  ])('%s', async (_what, args, file) => {
    const { status, err } = await made(...args);
    expect([status, err]).toEqual([0, '']);
    const verdict = await verified(file);
    expect(verdict).toEqual({
      status: 0,
      out: `${inFolder(file)}: same pixels as its recipe makes of ${picture}.\n`,
      err: '',
    });
  });
});

describe('a video is known by the pictures that went to its encoder', () => {
  /** A film's words in a file without any pictures of its own. @param pictures what its seal says of them; null for none. */
  async function video(file: string, pictures: string | null): Promise<Uint8Array<ArrayBuffer>> {
    const gif = new Uint8Array(readFileSync(inFolder('nuclei-16bit.film.gif')));
    const { film, ...provenance } = saidBy(bytesOf(gif)) as Provenance;
    if (!film) throw new Error('the GIF is no film');
    const told = {
      ...provenance,
      film: { ...film, format: 'mp4' as const },
      ...(pictures && { video: UNFILLED_SEAL }),
    };
    const box = Uint8Array.from([0, 0, 0, 8, ...new TextEncoder().encode('ftyp')]);
    const bytes = joinedBytes([box, mp4Xmp(xmpOf(told, ''))]);
    const written = pictures ? await sealed(bytes, pictures) : bytes;
    writeFileSync(inFolder(file), written);
    return written;
  }

  test('other pictures, a changed file and a video without a seal are told apart', async () => {
    const bytes = await video('other.mp4', `sha256:${'0'.repeat(64)}`);
    const other = await verified('other.mp4');
    expect([other.status, other.out]).toEqual([
      1,
      `${inFolder('other.mp4')}: not the same; other pictures went to the browser's encoder than its recipe makes of ${picture} here, or another kind of device made them.\n`,
    ]);
    writeFileSync(inFolder('longer.mp4'), joinedBytes([bytes, Uint8Array.of(0)]));
    const longer = await verified('longer.mp4', '--json');
    expect(longer.status).toBe(1);
    expect(JSON.parse(longer.out)).toMatchObject({ same: false, video: { isWhole: false } });
    await video('bare.mp4', null);
    const bare = await verified('bare.mp4');
    expect(bare.err).toMatch(/bare\.mp4 does not say which pictures went into it/);
  });
});

/** The picture of edges, with another text or pixel. */
async function changed(file: string, change: (texts: Record<string, string>, pixels: Uint8Array) => void) {
  const bytes = new Uint8Array(readFileSync(inFolder('nuclei-16bit.edges.png')));
  const { width, height, channels } = await decode('a.png', bytes);
  const texts: Record<string, string> = { ...readTexts(bytes) };
  const data = Uint8Array.from(channels[0]?.samples ?? []);
  change(texts, data);
  writeFileSync(inFolder(file), await encodePng({ width, height, channels: 1, data }, texts));
}

test('one changed pixel is counted, and how far it is off', async () => {
  await changed('pixel.png', (_, pixels) => pixels.fill(9, 100, 101));
  const { status, out } = await verified('pixel.png', '--json');
  expect(status).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    same: false,
    difference: { differing: 1, most: expect.any(Number) },
  });
});

test('a recipe that was changed afterwards does not make the picture', async () => {
  await changed('recipe.png', (texts) => {
    const carried = JSON.parse(texts.eosin ?? '{}');
    carried.recipe.edges.sigma = 5;
    texts.eosin = JSON.stringify(carried);
  });
  const { status, out } = await verified('recipe.png');
  expect(status).toBe(1);
  expect(out).toMatch(
    /recipe\.png: \d+ of \d+ pixels differ from what its recipe makes of .*nuclei-16bit\.tif, by [\d.]+ levels/,
  );
});

test('another source, none, and a file without a recipe are said in one sentence', async () => {
  const other = await verified(
    'nuclei-16bit.edges.png',
    `--source=${join(folder, 'nuclei-16bit.colour.png')}`,
  );
  expect([other.status, other.err]).toEqual([
    1,
    `eosin: ${join(folder, 'nuclei-16bit.colour.png')} is not the picture that ${inFolder('nuclei-16bit.edges.png')} was made from: its SHA-256 is another.\n`,
  ]);
  const bare = await said('verify', picture, '--backend=wasm');
  expect(bare.status).toBe(1);
  expect(bare.err).toMatch(/nuclei-16bit\.tif carries no recipe of Eosin/);
  const elsewhere = mkdtempSync(join(tmpdir(), 'eosin-verify-'));
  copyFileSync(inFolder('nuclei-16bit.edges.png'), join(elsewhere, 'a.png'));
  const none = await said('verify', join(elsewhere, 'a.png'), '--backend=wasm');
  rmSync(elsewhere, { recursive: true });
  expect(none.status).toBe(2);
  expect(none.err).toMatch(
    /was made from .*nuclei-16bit\.tif, which does not lie beside it: say where with --source\./,
  );
});
