import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { type Bytes, bytesOf } from './opened-file.ts';
import { filesInZip } from './zip-files.ts';

const numbers = Uint8Array.from({ length: 5000 }, (_, i) => i % 251);
const zipOf = (level: 0 | 6) =>
  new Uint8Array(zipSync({ 'a/b.bin': numbers, 'empty/': new Uint8Array() }, { level }));

/** Counts what is read of an archive. */
function watched(all: Uint8Array<ArrayBuffer>): { bytes: Bytes; read: () => number } {
  let read = 0;
  const bytes = bytesOf(all);
  return {
    read: () => read,
    bytes: {
      size: bytes.size,
      read(at, length) {
        const part = bytes.read(at, length);
        read += part.length;
        return part;
      },
    },
  };
}

test.each([0, 6] as const)('files at level %i come out whole and in parts', (level) => {
  const [file, ...more] = filesInZip(bytesOf(zipOf(level)));
  expect(more).toEqual([]);
  expect([file?.path, file?.bytes.size]).toEqual(['a/b.bin', 5000]);
  expect(file?.bytes.read(0, 5000)).toEqual(numbers);
  expect(file?.bytes.read(4000, 10)).toEqual(numbers.subarray(4000, 4010));
  expect(file?.bytes.read(4990, 100)).toEqual(numbers.subarray(4990));
});

test('of a stored file only the part is read', () => {
  const big = new Uint8Array(zipSync({ 'big.bin': new Uint8Array(1_000_000) }, { level: 0 }));
  const { bytes, read } = watched(big);
  filesInZip(bytes)[0]?.bytes.read(500_000, 100);
  expect(read()).toBeLessThan(66_000); // the archive's end, its directory, a header and the part
});

test('a file whose bytes were changed is refused by its checksum', () => {
  const bytes = zipOf(0);
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  expect(() => filesInZip(bytesOf(bytes))[0]?.bytes.read(0, 5000)).toThrow(
    /^is damaged: the checksum of its file a\/b\.bin does not fit\./,
  );
});

test('the directory of a ZIP64 archive is found through its own end record', () => {
  const plain = zipOf(0);
  const view = new DataView(plain.buffer);
  const end = plain.length - 22;
  const [files, size, at] = [
    view.getUint16(end + 10, true),
    view.getUint32(end + 12, true),
    view.getUint32(end + 16, true),
  ];
  const out = new Uint8Array(end + 56 + 20 + 22);
  out.set(plain.subarray(0, end));
  const wide = new DataView(out.buffer);
  wide.setUint32(end, 0x06064b50, true);
  wide.setBigUint64(end + 4, 44n, true);
  for (const [field, value] of [
    [24, files],
    [32, files],
    [40, size],
    [48, at],
  ] as const)
    wide.setBigUint64(end + field, BigInt(value), true);
  wide.setUint32(end + 56, 0x07064b50, true);
  wide.setBigUint64(end + 64, BigInt(end), true);
  wide.setUint32(end + 72, 1, true);
  out.set(plain.subarray(end), end + 76);
  wide.setUint16(end + 76 + 10, 0xffff, true);
  wide.setUint32(end + 76 + 16, 0xffffffff, true);
  expect(filesInZip(bytesOf(out)).map(({ path }) => path)).toEqual(['a/b.bin']);
  expect(filesInZip(bytesOf(out))[0]?.bytes.read(0, 5000)).toEqual(numbers);
});
