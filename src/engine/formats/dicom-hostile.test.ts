import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openDicom } from './dicom.ts';
import { type Bytes, bytesOf } from './opened-file.ts';
import { Refusal } from './refusal.ts';

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../test/fixtures/dicom/${name}`, import.meta.url)));

/** What is said of a file whose first plane is not read. */
async function sentence(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const thrown: unknown = await openDicom(bytesOf(bytes))
    .then((file) => file.read({ z: 0, t: 0 }))
    .then(
      () => null,
      (error: unknown) => error,
    );
  if (!(thrown instanceof Refusal)) throw new Error(`not refused: ${String(thrown)}`);
  expect(thrown.message).toMatch(/^[^\n]{10,400}\.$/);
  return thrown.message;
}

/** The place of a tag in a little-endian file with explicit types. */
function placeOf(bytes: Uint8Array, group: number, element: number): number {
  const wanted = [group & 255, group >> 8, element & 255, element >> 8];
  return bytes.findIndex((_, at) => wanted.every((byte, i) => bytes[at + i] === byte));
}
/** The file with a number of 16 bits in a tag changed. */
function changed(name: string, [group, element]: readonly [number, number], value: number) {
  const bytes = fixture(name);
  new DataView(bytes.buffer).setUint16(placeOf(bytes, group, element) + 8, value, true);
  return bytes;
}

const rows = [0x0028, 0x0010] as const;
const columns = [0x0028, 0x0011] as const;

test.each([
  ['grey12.dcm', rows, 0, /its size as 26 x 0/],
  ['grey12.dcm', rows, 65_535, /^is cut short: frame 1 ends at byte/],
  ['rle16.dcm', rows, 65_535, /^is cut short/],
  ['jpeg.dcm', rows, 65_535, /a frame is a JPEG of 26 x 18 pixels/],
  ['lossless16.dcm', columns, 40_000, /a frame is a JPEG of 26 x 18 pixels/],
  ['grey12.dcm', [0x0028, 0x0100], 12, /samples of 12 bits/],
  ['grey12.dcm', [0x0028, 0x0101], 17, /17 bits of 16/],
  ['grey12.dcm', [0x0028, 0x0102], 3, /12 bits of 16, the highest of which is 3/],
  ['rgb.dcm', [0x0028, 0x0002], 4, /4 samples a pixel/],
  ['palette.dcm', [0x0028, 0x0002], 3, /colours of the kind "PALETTE COLOR"/],
] as const)('%s with tag %o as %i is refused', async (name, tag, value, words) => {
  expect(await sentence(changed(name, tag, value))).toMatch(words);
});

test('a size beyond the bounds is refused before anything is made', async () => {
  const bytes = changed('rle16.dcm', rows, 65_535);
  new DataView(bytes.buffer).setUint16(placeOf(bytes, ...columns) + 8, 65_535, true);
  expect(await sentence(bytes)).toMatch(/^is too large: 65,535 x 65,535 pixels/);
});

test('kinds that are not read are named with a tool that unpacks them', async () => {
  expect(await sentence(fixture('jpeg-ls.dcm'))).toBe(
    'holds frames packed as JPEG-LS, and that is not read here. Unpack it with dcmdjpls of dcmtk, or save it uncompressed from a DICOM viewer.',
  );
});

test.each([
  'grey12.dcm',
  'rgb-planar.dcm',
  'palette.dcm',
  'deflated.dcm',
  'rle16.dcm',
  'jpeg.dcm',
  'lossless16.dcm',
  'enhanced.dcm',
])('%s cut anywhere is read, or refused in a sentence', async (name) => {
  const whole = fixture(name);
  for (let length = 140; length < whole.length; length += 23) {
    const bytes = whole.slice(0, length);
    const read = await openDicom(bytesOf(bytes))
      .then((file) => file.read({ z: 0, t: 0 }))
      .catch((error: unknown) => error);
    if (read instanceof Refusal) expect(read.message).toMatch(/^(is|holds) [^\n]{10,400}\.$/);
    else expect(read).toHaveProperty('channels'); // the first frame may be there
  }
});

test('tags that nest, repeat or claim lengths without end are refused within two seconds', async () => {
  const head = fixture('grey12.dcm').subarray(0, 400);
  const nested = new Uint8Array(20_000_000);
  nested.set(head);
  // sequences of undefined length, each in an item of undefined length
  const sequence = [
    0x08, 0, 0x40, 0x11, 0x53, 0x51, 0, 0, 255, 255, 255, 255, 0xfe, 0xff, 0, 0xe0, 255, 255, 255, 255,
  ];
  for (let at = 400; at + 20 < nested.length; at += 20) nested.set(sequence, at);
  const tiny = new Uint8Array(20_000_000);
  tiny.set(head);
  const view = new DataView(tiny.buffer);
  for (let at = 400, tag = 0; at + 8 < tiny.length; at += 8, tag++) {
    view.setUint16(at, 0x0009, true);
    view.setUint16(at + 2, tag & 0xffff, true);
    tiny.set([0x4c, 0x4f], at + 4);
  }
  for (const bytes of [nested, tiny]) {
    const begun = performance.now();
    await sentence(bytes);
    expect(performance.now() - begun).toBeLessThan(2000);
  }
});

test('opening a large file and reading a window touches little of it', async () => {
  const small = fixture('frames.dcm');
  const at = placeOf(small, 0x7fe0, 0x0010) + 12;
  const head = small.slice(0, at);
  const view = new DataView(head.buffer);
  view.setUint16(placeOf(head, ...rows) + 8, 8192, true);
  view.setUint16(placeOf(head, ...columns) + 8, 8192, true);
  view.setUint32(at - 4, 0xfffffffe, true); // of frames of 128 MB, beyond which nobody counts
  let read = 0;
  const bytes: Bytes = {
    size: at + 5 * 2 * 8192 * 8192,
    read(from, length) {
      read += length;
      const part = new Uint8Array(length);
      if (from < at) part.set(head.subarray(from, from + length));
      return part;
    },
  };
  const file = await openDicom(bytes);
  const planes = await file.read({ z: 4, t: 0 }, 0, { left: 100, top: 5000, width: 256, height: 64 });
  expect([planes.width, planes.height, planes.axes]).toEqual([256, 64, { c: 1, z: 5, t: 1 }]);
  expect(read).toBeLessThan(262_144 + 64 * 8192 * 2 + 1);
});
