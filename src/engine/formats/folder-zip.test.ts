import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { describedFirst, folderZip, isZarrFolder } from './folder-zip.ts';
import { bytesOf } from './opened-file.ts';
import { crc32 } from './png-chunks.ts';
import { which } from './which.ts';
import { filesInZip } from './zip-files.ts';

const files = [
  { path: '0/ä.bin', bytes: Uint8Array.of(1, 2, 3) },
  { path: '.zattrs', bytes: new TextEncoder().encode('{}') },
  { path: '0/empty', bytes: new Uint8Array() },
];

/** The folder's ZIP with its files' bytes in their places. */
function zipped(all: readonly { path: string; bytes: Uint8Array }[]): Uint8Array<ArrayBuffer> {
  const { before, after } = folderZip(all.map(({ path, bytes }) => ({ path, size: bytes.length })));
  return new Uint8Array(
    Buffer.concat([...all.flatMap(({ bytes }, i) => [before[i] ?? bytes, bytes]), after]),
  );
}

test('a folder comes out of its ZIP again', () => {
  const found = filesInZip(bytesOf(zipped(files)));
  expect(found.map(({ path }) => path)).toEqual(files.map(({ path }) => path));
  expect(found.map(({ bytes }) => bytes.read(0, bytes.size))).toEqual(
    files.map(({ bytes }) => new Uint8Array(bytes)),
  );
});

test('checksums that were summed stand in it, in front of the file and in the directory', () => {
  const { before, after } = folderZip([{ path: 'a', size: 3, crc: crc32(Uint8Array.of(1, 2, 3)) }]);
  expect(crc32(Uint8Array.of(2, 3), crc32(Uint8Array.of(1)))).toBe(0x55bc801d); // zlib's crc32 of 1, 2, 3
  const at = (bytes: Uint8Array | undefined, offset: number) =>
    new DataView(bytes!.buffer).getUint32(offset, true);
  expect([at(before[0], 14), at(after, 16)]).toEqual([0x55bc801d, 0x55bc801d]);
});

test('another program finds the same files', () => {
  const found = unzipSync(zipped(files));
  expect(Object.keys(found)).toEqual(files.map(({ path }) => path));
  expect(found['0/ä.bin']).toEqual(Uint8Array.of(1, 2, 3));
});

test('more files than a plain ZIP counts', () => {
  const many = Array.from({ length: 70_000 }, (_, i) => ({ path: `0/${i}`, bytes: new Uint8Array() }));
  expect(filesInZip(bytesOf(zipped(many))).length).toBe(70_000);
});

test("a Zarr's description comes first, and its first bytes tell what it is", () => {
  expect(which(zipped(describedFirst(files)), 'cells')).toEqual({ readable: 'Zarr' });
  expect(isZarrFolder(['0', 'zarr.json'])).toBe(true);
  expect(isZarrFolder(['a.png', 'zarr.json.txt'])).toBe(false);
});
