import { expect, test } from 'vitest';
import { drawPages, drawTiff } from '../../../test/drawn-tiff.ts';
import { readTiff } from './tiff.ts';

const plain = { 256: 2, 257: 1, 258: 8, 259: 1, 262: 1, 277: 1, 278: 1 };
/** Pages of two pixels that hold their number, from 0. */
const pages = (count: number, description = '') =>
  drawPages(
    Array.from({ length: count }, (_, i) => ({
      fields: i === 0 && description ? { ...plain, 270: description } : plain,
      blocks: [Uint8Array.of(i, i)],
    })),
  );
const pixels = (sizes: string, inside: string, order = 'XYZCT') =>
  `<OME UUID="urn:uuid:me"><Image><Pixels SizeX="2" SizeY="1" ${sizes} DimensionOrder="${order}">${inside}</Pixels></Image></OME>`;

/** The page that each channel of a plane was read from. */
const pagesAt = async (bytes: Uint8Array<ArrayBuffer>, z: number, t: number) =>
  (await readTiff(bytes, { z, t })).channels.map(({ samples }) => samples[0]);

test('planes follow the order of the dimensions', async () => {
  const sizes = 'SizeC="2" SizeZ="3" SizeT="2"';
  const czt = pages(12, pixels(sizes, '<TiffData/>', 'XYCZT'));
  const tzc = pages(12, pixels(sizes, '', 'XYTZC'));
  expect((await readTiff(czt)).axes).toEqual({ c: 2, z: 3, t: 2 });
  expect(await pagesAt(czt, 1, 1)).toEqual([8, 9]); // 2 (z + 3 t) and the next
  expect(await pagesAt(tzc, 1, 1)).toEqual([3, 9]); // t + 2 (z + 3 c)
});

test('blocks say where planes lie, those of other files aside', async () => {
  const blocks =
    '<TiffData FirstC="1" IFD="0" PlaneCount="2"><UUID FileName="me.tif">urn:uuid:me</UUID></TiffData>' +
    '<TiffData FirstC="0" FirstZ="1" IFD="2"><UUID FileName="me.tif">urn:uuid:me</UUID></TiffData>' +
    '<TiffData FirstC="0" FirstZ="0" IFD="0"><UUID FileName="b.tif">urn:uuid:other</UUID></TiffData>';
  const bytes = pages(3, pixels('SizeC="2" SizeZ="2" SizeT="1"', blocks));
  expect(await pagesAt(bytes, 1, 0)).toEqual([2, 1]);
  const { channels, warnings } = await readTiff(bytes); // the first channel lies in the other file
  expect(channels.map(({ samples }) => [...samples])).toEqual([
    [0, 0],
    [0, 0],
  ]);
  expect(warnings).toEqual([
    'has planes in other files that are not here (b.tif); open them together with this one.',
  ]);
});

test('channels have the names and the colours that OME-XML gives them', async () => {
  const inside = '<Channel Name="DAPI" Color="65535"/><Channel Color="-16776961"/>'; // 0x0000ffff, 0xff0000ff
  const { channels } = await readTiff(pages(2, pixels('SizeC="2" SizeZ="1" SizeT="1"', inside)));
  expect(channels.map(({ name, colour }) => [name, colour])).toEqual([
    ['DAPI', [0, 0, 255]],
    [undefined, [255, 0, 0]],
  ]);
});

test('ImageJ counts channels first, also where all planes lie behind one page', async () => {
  const lines = (more: string) => `ImageJ=1.54f\nimages=4\n${more}\n`;
  expect(await pagesAt(pages(4, lines('channels=2\nslices=2')), 1, 0)).toEqual([2, 3]);
  const [first] = [{ ...plain, 270: lines('slices=2\nframes=2') }];
  const stacked = drawTiff(first, [Uint8Array.of(0, 0, 1, 1, 2, 2, 3, 3)]);
  expect((await readTiff(stacked)).axes).toEqual({ c: 1, z: 2, t: 2 });
  expect(await pagesAt(stacked, 1, 1)).toEqual([3]);
});

test('pages of one form that nobody explains lie in depth; pages of several forms are no stack', async () => {
  expect((await readTiff(pages(3))).axes).toEqual({ c: 1, z: 3, t: 1 });
  expect(await pagesAt(pages(3), 2, 0)).toEqual([2]);
  const other = { ...plain, 256: 1 };
  const mixed = drawPages([
    { fields: plain, blocks: [Uint8Array.of(0, 0)] },
    { fields: other, blocks: [Uint8Array.of(1)] },
  ]);
  expect((await readTiff(mixed)).axes).toEqual({ c: 1, z: 1, t: 1 });
});

test.each([
  ['more planes than can be', 'SizeC="100000" SizeZ="100000" SizeT="1"'],
  ['no numbers', 'SizeC="many" SizeZ="1" SizeT="1"'],
])('text that counts %s is passed over', async (_, sizes) => {
  expect((await readTiff(pages(2, pixels(sizes, '')))).axes).toEqual({ c: 1, z: 2, t: 1 });
});
