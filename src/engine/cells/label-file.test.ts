import { expect, test } from 'vitest';
import { encodePng } from '../formats/png-write.ts';
import { encodeTiff } from '../formats/tiff-write.ts';
import { zip } from '../formats/zip.ts';
import type { Labels } from '../picture.ts';
import { decode } from '../stages/decode.ts';
import type { Frame } from './frame.ts';
import { geoJson } from './geojson.ts';
import { labelsOfFile } from './label-file.ts';
import { measures } from './measures.ts';
import { outlines } from './outlines.ts';
import { roiSet } from './rois.ts';

/** 6 x 4, two cells. */
const labels: Labels = {
  width: 6,
  height: 4,
  count: 2,
  data: Uint32Array.from([1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 2, 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 0, 0]),
};
const whole: Frame = { window: { x: 0, y: 0, width: 6, height: 4 }, width: 6, height: 4, pixelUm: null };
const read = (
  bytes: Uint8Array<ArrayBuffer>,
  frame = whole,
  size: { width: number; height: number } = labels,
) =>
  labelsOfFile(
    { id: 'l', name: 'cells.x', read: async () => bytes, decode: (all) => decode('cells.x', all) },
    frame,
    size,
  );

test('a label TIFF, a RoiSet and a GeoJSON file of the same cells give the same labels', async () => {
  const tiff = encodeTiff(
    Uint16Array.from(labels.data, (label) => label * 700),
    6,
    4,
    null,
  );
  const text = new TextEncoder().encode(`\uFEFF ${geoJson(outlines(labels), measures(labels))}`);
  for (const bytes of [tiff, await roiSet(outlines(labels)), text]) expect(await read(bytes)).toEqual(labels);
});

test('numbers as large as 32 bits have are labels too', async () => {
  const far = encodeTiff(
    Uint32Array.from(labels.data, (label) => (label ? 2 ** 31 + label : 0)),
    6,
    4,
    null,
  );
  expect(await read(far)).toEqual(labels);
});

test('over a part of the file only the cells in it count, at the scale that it is shown at', async () => {
  const tiff = encodeTiff(Uint16Array.from(labels.data), 6, 4, null);
  const frame = { ...whole, window: { x: 3, y: 0, width: 3, height: 3 } };
  const found = await read(tiff, frame, { width: 6, height: 6 });
  expect(found.count).toBe(1);
  expect(
    [...found.data]
      .map((label) => (label ? '#' : '.'))
      .join('')
      .match(/.{6}/g),
  ).toEqual(['......', '......', '..####', '..####', '..####', '..####']);
});

test('a rectangle, an oval and a polygon of sub-pixels enclose what ImageJ draws', async () => {
  const header = (type: number, sides: readonly number[], count = 0, options = 0) => {
    const bytes = new Uint8Array(64 + 12 * count);
    const view = new DataView(bytes.buffer);
    bytes.set([0x49, 0x6f, 0x75, 0x74]);
    view.setUint16(4, 228);
    view.setUint8(6, type);
    for (const [i, side] of sides.entries()) view.setInt16(8 + 2 * i, side);
    view.setUint16(16, count);
    view.setUint16(50, options);
    return { bytes, view };
  };
  const rectangle = header(1, [0, 0, 2, 3]).bytes; // top, left, bottom, right
  const oval = header(2, [0, 4, 2, 6]).bytes;
  const { bytes: exact, view } = header(0, [2, 0, 4, 3], 3, 128);
  for (const [i, x] of [0, 3.4, 0].entries()) view.setFloat32(64 + 12 + 4 * i, x);
  for (const [i, y] of [2, 4, 4].entries()) view.setFloat32(64 + 24 + 4 * i, y);
  const set = await zip(new Map(Object.entries({ 'a.roi': rectangle, 'b.roi': oval, 'c.roi': exact })));
  const { data } = await read(set);
  expect([...data].join('').match(/.{6}/g)).toEqual(['111022', '111022', '300000', '333000']);
});

test('a shape of two squares, one below the other, is one cell', async () => {
  const segments = [0, 0, 0, 1, 2, 0, 1, 2, 1, 1, 0, 1, 4, 0, 3, 3, 1, 5, 3, 1, 5, 4, 1, 3, 4, 4];
  const bytes = new Uint8Array(64 + 4 * segments.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x6f, 0x75, 0x74]);
  view.setUint8(6, 1);
  view.setInt32(36, segments.length);
  for (const [i, value] of segments.entries()) view.setFloat32(64 + 4 * i, value);
  const found = await read(await zip(new Map([['a.roi', bytes]])));
  expect(found.count).toBe(1);
  expect([...found.data].join('').match(/.{6}/g)).toEqual(['110000', '000000', '000000', '000110']);
});

test.each([
  ['another size', () => encodeTiff(new Uint16Array(4), 2, 2, null), 'has 2 x 2 pixels, the picture 6 x 4'],
  [
    'colours',
    () => encodePng({ width: 6, height: 4, channels: 3, data: new Uint8Array(72) }),
    'is no label map: it has 3 channels',
  ],
  ['no regions', () => zip(new Map([['a.txt', new Uint8Array(3)]])), 'holds no regions'],
  [
    'a torn region',
    () => zip(new Map([['a.roi', Uint8Array.from([0x49, 0x6f, 0x75, 0x74, 0])]])),
    'ends too soon',
  ],
  ['no polygons', () => new TextEncoder().encode('{"type":"Point"}'), 'holds no polygons'],
])('%s is refused in a sentence that begins with the name', async (_, make, sentence) => {
  const refused = read(await make());
  await expect(refused).rejects.toThrow(/^cells\.x /);
  await expect(refused).rejects.toThrow(sentence);
});
