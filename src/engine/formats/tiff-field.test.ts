import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type DrawnFields, drawPages, drawTiff } from '../../../test/drawn-tiff.ts';
import { lightOf } from '../stages/light.ts';
import { readTiff } from './tiff.ts';

const eight = Uint8Array.of(1, 2, 3, 4, 250, 251, 252, 253);
const grey = { 256: 4, 257: 2, 258: 8, 259: 1, 262: 1, 277: 1, 278: 2 };
const colour = { ...grey, 256: 2, 257: 1, 258: [8, 8, 8], 262: 2, 277: 3, 278: 1 };
const read = (fields: DrawnFields, block: Uint8Array = eight) => readTiff(drawTiff(fields, [block]));
const values = (planes: Awaited<ReturnType<typeof readTiff>>) =>
  planes.channels.map(({ samples }) => Array.from(samples));
const words = (planes: Awaited<ReturnType<typeof readTiff>>) => (planes.warnings ?? []).join(' ');

describe('a pixel size', () => {
  const sizeOf = async (fields: DrawnFields) => (await read({ ...grey, ...fields })).pixelSizeUm?.[0] ?? null;
  const pixels = (attributes: string) => `<OME><Pixels SizeX="4" SizeY="2" ${attributes}/></OME>`;
  const both = (size: string, unit: string) =>
    pixels(
      `PhysicalSizeX="${size}" PhysicalSizeXUnit="${unit}" PhysicalSizeY="${size}" PhysicalSizeYUnit="${unit}"`,
    );

  test.each([
    [300, 2],
    [600, 2],
    [2400, 2],
    [12_600, 2],
    [118, 3],
  ])('is no resolution for printing: %i in unit %i', async (resolution, unit) => {
    expect(await sizeOf({ 282: resolution, 283: resolution, 296: unit })).toBeNull();
    const imageJ = `ImageJ=1.54f\nunit=${unit === 2 ? 'inch' : 'cm'}\n`;
    expect(await sizeOf({ 270: imageJ, 282: resolution, 283: resolution, 296: unit })).toBeNull();
  });

  test('may be a resolution that no printer has', async () => {
    expect(await sizeOf({ 282: 40_000, 283: 40_000, 296: 3 })).toBeCloseTo(0.25, 9);
  });

  test.each([
    ['um', 0.5],
    ['µm', 0.5],
    ['\\u00B5m', 0.5],
    ['microns', 0.5],
    ['nm', 5e-4],
    ['mm', 500],
    ['\\u00C5', 5e-5],
    ['pixel', null],
    ['', null],
  ] as const)('comes in the unit of ImageJ: %s', async (unit, size) => {
    const found = await sizeOf({ 270: `ImageJ=1.54f\nunit=${unit}\n`, 282: 2, 283: 2, 296: 1 });
    if (size === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(size, 9);
  });

  test('comes in the code page of old programs', async () => {
    const text = Buffer.from('ImageJ=1.40\nunit=\xb5m\n', 'latin1');
    const [before, after] = [
      drawTiff({ ...grey, 270: '#'.repeat(text.length), 282: 4, 283: 4 }, [eight]),
      text,
    ];
    before.set(after, Buffer.from(before).indexOf('####'));
    expect((await readTiff(before)).pixelSizeUm).toEqual([0.25, 0.25]);
  });

  test.each([
    ['&#181;m', 0.5],
    ['&#xB5;m', 0.5],
    ['&#x3BC;m', 0.5],
    ['Å', 5e-5],
    ['&#197;', 5e-5],
    ['cm', 5000],
    ['m', 5e5],
    ['pm', 5e-7],
    ['thou', 12.7],
    ['li', 0.5 * (25_400 / 12)],
    ['ft', 152_400],
    ['pt', 0.5 * (25_400 / 72)],
    ['ua', 7.479_893_535e16],
    ['pixel', null],
    ['reference frame', null],
  ] as const)('comes in a unit of OME: %s', async (unit, size) => {
    const found = await sizeOf({ 270: both('0.5', unit) });
    if (size === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(size, -Math.floor(Math.log10(size)) + 6);
  });

  test('stands between quotes of either kind, after comments and prefixes', async () => {
    const single = both('0.325', 'um').replaceAll('"', "'");
    expect(await sizeOf({ 270: single })).toBe(0.325);
    const comment = `<?xml version="1.0"?><!-- <Pixels SizeX="9"/> -->${both('0.325', 'um').replace('<Pixels', '<OME:Pixels\n')}`;
    expect(await sizeOf({ 270: comment })).toBe(0.325);
    expect(await sizeOf({ 270: pixels('Name="a > b" PhysicalSizeX = "2" PhysicalSizeY\n=\n"2"') })).toBe(2);
  });
});

describe('OME-XML that does not fit its page', () => {
  const ome = (attributes: string) => read({ ...grey, 270: `<OME><Pixels ${attributes}/></OME>` });

  test('of another size is said, and its pixel size is not taken', async () => {
    const planes = await ome('SizeX="8" SizeY="2" PhysicalSizeX="2" PhysicalSizeY="2"');
    expect(words(planes)).toMatch(/^describes 8 x 2 pixels in its OME-XML, and its page has 4 x 2: .*\.$/);
    expect(planes.pixelSizeUm).toBeNull();
    expect(values(planes)).toEqual([[...eight]]);
  });

  test('of more planes is said', async () => {
    expect(words(await ome('SizeX="4" SizeY="2" SizeZ="9"'))).toMatch(/^describes 9 planes .* holds 1;/);
    expect(words(await ome('SizeX="4" SizeY="2" SizeZ="x"'))).not.toContain('NaN');
  });

  test('with a million comments that never end costs no time', async () => {
    const start = performance.now();
    await read({ ...grey, 270: '<!--'.repeat(250_000) });
    await read({ ...grey, 270: '<Pixels '.repeat(100_000) });
    await read({ ...grey, 270: `<Pixels ${' a'.repeat(400_000)}` });
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('pages', () => {
  const small = { fields: { ...grey, 254: 1, 256: 2, 257: 1, 278: 1 }, blocks: [Uint8Array.of(9, 9)] };
  const full = { fields: { ...grey, 254: 0 }, blocks: [eight] };

  test('a reduced copy at the beginning is not the picture, in the chain or beside', async () => {
    expect(values(await readTiff(drawPages([small, full])))).toEqual([[...eight]]);
    expect(values(await readTiff(drawPages([{ ...small, sub: [full] }])))).toEqual([[...eight]]);
    const old = { ...small, fields: { ...grey, 255: 2, 256: 2, 257: 1, 278: 1 } };
    expect(values(await readTiff(drawPages([old, full])))).toEqual([[...eight]]);
    expect((await readTiff(drawPages([small, full]))).planes).toBe(1);
  });

  test('a pyramid beside the picture does not take its place', async () => {
    const planes = await readTiff(drawPages([{ ...full, sub: [small] }]));
    expect(values(planes)).toEqual([[...eight]]);
    expect(planes.warnings).toEqual([]);
  });

  test('a first page that is nothing but small, before the same at full size, is passed over with a word', async () => {
    const { 254: _, ...plain } = small.fields;
    const page = { fields: plain, blocks: small.blocks };
    const large = {
      ...full,
      fields: { ...grey, 256: 8, 257: 4, 278: 4 },
      blocks: [new Uint8Array(32).fill(5)],
    };
    const planes = await readTiff(drawPages([page, large]));
    expect([planes.width, planes.height]).toEqual([8, 4]);
    expect(words(planes)).toContain('the full one of 8 x 4 pixels is shown');
  });

  test.each([32_803, 34_892])('camera raw is called so: colours of kind %i', async (kind) => {
    const sensor = { fields: { ...grey, 254: 0, 262: kind, 271: 'NIKON CORPORATION\0' }, blocks: [eight] };
    await expect(readTiff(drawPages([{ ...small, sub: [sensor] }]))).rejects.toThrow(
      /^is camera raw \(NIKON CORPORATION\), which is not read here; .* save it as TIFF or PNG\.$/,
    );
    await expect(readTiff(drawPages([small, sensor]))).rejects.toThrow(/^is camera raw/);
  });

  test.each([
    ['to itself', -1],
    ['beyond the file', 0x7ffffff0],
    ['into the picture', 8],
  ])('a chain that goes on %s is said, and the page read', async (_, next) => {
    const planes = await readTiff(drawTiff(grey, [eight], { next }));
    expect(values(planes)).toEqual([[...eight]]);
    expect(words(planes)).toMatch(/^has a broken chain of pages: .*\.$/);
  });
});

describe('byte counts', () => {
  test.each([0, 9999, 4_294_967_295])('of %i do not hide what is not compressed', async (bytes) => {
    const planes = await read({ ...grey, 279: bytes });
    expect(values(planes)).toEqual([[...eight]]);
    expect(words(planes)).toContain('how long its parts are');
  });

  test.each([0, 9999])('of %i do not hide what is compressed', async (bytes) => {
    const planes = await read({ ...grey, 259: 8, 279: bytes }, deflateSync(eight));
    expect(values(planes)).toEqual([[...eight]]);
  });
});

describe('a field', () => {
  test.each([
    [256, Number.NaN],
    [257, Number.NaN],
    [256, 2.5],
    [257, -2],
    [277, Number.NaN],
    [258, Number.POSITIVE_INFINITY],
    [259, Number.NaN],
    [262, 0.5],
    [278, Number.NaN],
    [273, Number.NaN],
    [279, 1.5],
    [317, Number.NaN],
  ])('%i of %f is refused: it must be a whole number', async (tag, value) => {
    for (const type of [11, 12] as const) {
      await expect(read({ ...grey, 259: tag === 317 ? 5 : 1, [tag]: { type, value } })).rejects.toThrow(
        new RegExp(`field ${tag} should hold whole numbers and holds .*\\.$`),
      );
    }
  });

  test.each([
    274, 282, 296, 338, 284, 266, 254, 330, 305,
  ])('%i that is damaged costs nothing', async (tag) => {
    const damaged = { ...grey, [tag]: { type: 12 as const, value: Number.NaN } };
    expect(values(await read(damaged))).toEqual([[...eight]]);
    const bytes = drawTiff({ ...grey, [tag]: [1, 2, 3] }, [eight]);
    new DataView(bytes.buffer).setUint32(
      Buffer.from(bytes).indexOf(Buffer.from([tag & 255, tag >> 8, 4, 0, 3])) + 8,
      1e9,
      true,
    );
    expect(values(await readTiff(bytes))).toEqual([[...eight]]);
  });

  test('that counts the channels may be missing', async () => {
    const { 277: _, ...without } = colour;
    expect(values(await read(without, Uint8Array.of(1, 2, 3, 4, 5, 6)))).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
  });
});

describe('colours', () => {
  test('a fourth channel is alpha only where the file says so', async () => {
    const four = { ...colour, 258: [8, 8, 8, 8], 277: 4 };
    const block = Uint8Array.of(200, 100, 50, 0, 200, 100, 50, 0);
    const shown = async (extra: DrawnFields) =>
      lightOf(await read({ ...four, ...extra }, block), 'grey').planes;
    const first = async (extra: DrawnFields) => (await shown(extra)).map((plane) => plane[0]);
    expect(await first({})).toEqual([200, 100, 50]);
    expect(await first({ 338: 0 })).toEqual([200, 100, 50]);
    expect(await first({ 338: 2 })).toEqual([255, 255, 255]);
    expect(await first({ 338: 1 })).toEqual([255, 255, 255]);
  });

  test('three 8-bit channels that are called grey are colours, deeper ones stay channels, and both is said', async () => {
    const eightBit = await read({ ...colour, 262: 1 }, Uint8Array.of(1, 2, 3, 4, 5, 6));
    expect(eightBit.photometric.kind).toBe('rgb');
    expect(words(eightBit)).toContain('red, green and blue');
    const deep = await read({ ...colour, 258: [16, 16, 16], 262: 1 }, new Uint8Array(12));
    expect(deep.photometric.kind).toBe('grey');
    expect(words(deep)).toContain('holds three channels');
  });

  test('inks become light, those of 16 bits too', async () => {
    const inks = Uint8Array.of(255, 0, 0, 0, 0, 51, 102, 51);
    const planes = await read({ ...colour, 258: [8, 8, 8, 8], 262: 5, 277: 4 }, inks);
    expect(planes.channels.map(({ name }) => name)).toEqual(['cyan', 'magenta', 'yellow', 'black']);
    expect(lightOf(planes, 'grey').planes.map((plane) => Array.from(plane))).toEqual([
      [0, 204],
      [255, 163],
      [255, 122],
    ]);
    expect(words(planes)).toContain('inks (CMYK)');
    const deep = Buffer.alloc(16);
    for (const [i, ink] of inks.entries()) deep.writeUInt16LE(257 * ink, 2 * i);
    const sixteen = await read({ ...colour, 258: [16, 16, 16, 16], 262: 5, 277: 4 }, deep);
    expect(lightOf(sixteen, 'grey').planes.map((plane) => (plane[1] ?? 0) / 257)).toEqual([
      204,
      expect.closeTo(163.2, 1),
      expect.closeTo(122.4, 1),
    ]);
  });
});
