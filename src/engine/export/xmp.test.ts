import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readers } from '../../../test/browser.mjs';
import { gifEncoder } from '../film/gif.ts';
import { joinedBytes } from '../formats/joined-bytes.ts';
import { encodeJpeg } from '../formats/jpeg-write.ts';
import { bytesOf } from '../formats/opened-file.ts';
import { encodePng } from '../formats/png-write.ts';
import { tileWriter } from '../formats/tiff-tiles-write.ts';
import { encodeTiff } from '../formats/tiff-write.ts';
import { mp4Xmp, XMP } from '../formats/xmp.ts';
import { defaultRecipe } from '../recipe.ts';
import { saidBy } from '../share/carried.ts';
import { generatedBy, type Provenance } from './provenance.ts';
import { textsOf } from './texts-of.ts';
import { digitalSourceType, xmpOf } from './xmp.ts';

const weights = { id: 'blood-smear', sha256: 'ab'.repeat(32) };
const provenance: Provenance = {
  software: 'Eosin 0.1.0',
  source: { name: 'Zellen <µ> & "mehr"\n\u0007.tif', fingerprint: `sha256:${'cd'.repeat(32)}` },
  recipe: defaultRecipe,
  model: weights,
  dream: null,
  cells: null,
  shows: 'colour',
};
const TYPES = 'http://cv.iptc.org/newscodes/digitalsourcetype/';

test('a picture is said to be what was done to it', () => {
  const typeOf = (changes: Partial<Provenance>) =>
    digitalSourceType({ ...provenance, model: null, ...changes }).slice(TYPES.length);
  expect(typeOf({ model: weights })).toBe('trainedAlgorithmicMedia');
  expect(typeOf({ dream: { ...weights, guide: null } })).toBe('trainedAlgorithmicMedia');
  expect(typeOf({ cells: weights })).toBe('compositeWithTrainedAlgorithmicMedia');
  expect(typeOf({})).toBe('digitalCapture');
  expect(typeOf({ source: { name: 'Dish 7', fingerprint: 'drawn:dish:7' } })).toBe('algorithmicMedia');
});

const { exiftool } = readers();
if (!exiftool && process.env.CI === 'true')
  throw new Error('the tests read XMP by exiftool, which is not installed');

describe.skipIf(!exiftool)('exiftool reads back', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'eosin-xmp-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const texts = textsOf(provenance);
  const picture = { width: 2, height: 2, channels: 3, data: new Uint8Array(12) } as const;

  /** A film of one picture in a container of nothing else. */
  const film = () => {
    const box = (type: string, body: Uint8Array) => {
      const head = new Uint8Array(8);
      new DataView(head.buffer).setUint32(0, 8 + body.length);
      head.set(new TextEncoder().encode(type), 4);
      return joinedBytes([head, body]);
    };
    return joinedBytes([box('ftyp', new TextEncoder().encode('isom\0\0\0\0isom')), mp4Xmp(texts[XMP] ?? '')]);
  };
  const tiled = async () => {
    const parts: [number, Uint8Array][] = [];
    const sink = { write: (at: number, bytes: Uint8Array) => void parts.push([at, bytes]) };
    const writer = await tileWriter(
      { ...picture, width: 16, height: 16, tile: 16, pixelSizeUm: null, texts },
      sink,
    );
    await writer.put({ width: 16, height: 16, channels: 3, data: new Uint8Array(768) }, 0, 0);
    await writer.end();
    const whole = new Uint8Array(Math.max(...parts.map(([at, bytes]) => at + bytes.length)));
    for (const [at, bytes] of parts) whole.set(bytes, at);
    return whole;
  };
  const gif = async () => {
    const encoder = gifEncoder({
      width: 2,
      height: 2,
      framesPerSecond: 1,
      title: '',
      comment: '',
      xmp: texts[XMP] ?? '',
    });
    await encoder.add(picture, 1);
    return await encoder.finish();
  };

  test.each([
    ['a.png', () => encodePng(picture, texts)],
    ['a.tif', async () => encodeTiff(new Uint16Array(6), 3, 2, [0.5, 0.5], texts)],
    ['a.ome.tif', tiled],
    ['a.gif', gif],
    ['a.jpg', () => encodeJpeg(picture, texts)],
    ['a.mp4', async () => film()],
  ])('where %s comes from', async (name, write) => {
    const path = join(folder, name);
    writeFileSync(path, await write());
    const args = ['-j', '-struct', '-XMP:all', path];
    const [said] = JSON.parse(execFileSync(exiftool ?? '', args, { encoding: 'utf8' }));
    expect(said).toMatchObject({
      CreatorTool: 'Eosin 0.1.0',
      DigitalSourceType: `${TYPES}trainedAlgorithmicMedia`,
      Source: 'Zellen <µ> & "mehr"  .tif',
      Description: generatedBy(provenance),
      SourceFingerprint: provenance.source.fingerprint,
      Models: [`blood-smear sha256:${weights.sha256}`],
    });
    expect(JSON.parse(said.Provenance)).toEqual(provenance);
  });
});

test.skipIf(!exiftool)('exiftool reads back of a JPEG what is longer than a segment', async () => {
  const strokes = Array.from({ length: 3000 }, (_, i) => ({ radius: 4, erase: false, points: [[i, 12.25]] }));
  const long = {
    ...provenance,
    recipe: { ...defaultRecipe, edges: { ...defaultRecipe.edges, strokes } },
  } as unknown as Provenance; // of any shape: it is only written
  const path = join(mkdtempSync(join(tmpdir(), 'eosin-xmp-')), 'long.jpg');
  const bytes = await encodeJpeg(
    { width: 2, height: 2, channels: 1, data: new Uint8Array(4) },
    textsOf(long),
  );
  expect(bytes.length).toBeGreaterThan(2 ** 17);
  writeFileSync(path, bytes);
  const args = ['-j', '-b', '-struct', '-XMP:all', '-warning', path];
  const [said] = JSON.parse(execFileSync(exiftool ?? '', args, { encoding: 'utf8' }));
  rmSync(dirname(path), { recursive: true });
  expect(said).toMatchObject({ DigitalSourceType: `${TYPES}trainedAlgorithmicMedia` });
  expect(said.Warning).toBeUndefined();
  expect(JSON.parse(said.Provenance)).toEqual(long);
  expect(saidBy(bytesOf(bytes))).toEqual(long);
});

test('the literal that scanners look for stands in the bytes as they are', async () => {
  const png = Buffer.from(
    await encodePng({ width: 1, height: 1, channels: 1, data: new Uint8Array(1) }, textsOf(provenance)),
  );
  expect(png.includes(`${TYPES}trainedAlgorithmicMedia`)).toBe(true);
  expect(xmpOf({ ...provenance, model: null }, '')).not.toContain('trainedAlgorithmicMedia');
});
