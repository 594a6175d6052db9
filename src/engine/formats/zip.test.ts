import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { unzip, zip } from './zip.ts';

const files = new Map([
  ['train/a.png', Uint8Array.of(1, 2, 3)],
  ['pairs.json', new TextEncoder().encode('{}')],
]);

test('what was packed comes out again, and only what is wanted', async () => {
  expect(await unzip(await zip(files), () => true)).toEqual(files);
  expect([...(await unzip(await zip(files), (path) => path.endsWith('.json'))).keys()]).toEqual([
    'pairs.json',
  ]);
});

test('the same files give the same bytes', async () => {
  expect(await zip(files)).toEqual(await zip(new Map(files)));
});

test('a cut or foreign archive is refused in a sentence', async () => {
  const bytes = await zip(files);
  for (const broken of [bytes.slice(0, 30), Uint8Array.of(1, 2, 3), bytes.slice(0, -30)]) {
    await expect(unzip(broken, () => true)).rejects.toThrow(/^is damaged: .*\.$/);
  }
});

test('an archive that says it unpacks to more than 1 GiB is refused before it is unpacked', async () => {
  const bytes = await zip(new Map([['a.png', new Uint8Array(10)]]));
  const directory = bytes.findLastIndex(
    (_, i) => bytes[i] === 0x50 && bytes[i + 1] === 0x4b && bytes[i + 2] === 1,
  );
  new DataView(bytes.buffer).setUint32(directory + 24, 2 ** 31, true); // the unpacked size in the directory's entry
  await expect(unzip(bytes, () => true)).rejects.toThrow(/^is too large: .* 1,024 MiB/);
});

/** A ZIP of one stored run of bytes to which every entry of its directory points. */
function overlapping(entries: number, stored: Uint8Array, says: number): Uint8Array<ArrayBuffer> {
  const local = Buffer.alloc(30 + 1);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(1, 26);
  local.write('a', 30);
  const list = Array.from({ length: entries }, (_, i) => {
    const name = `f${i}.png`;
    const entry = Buffer.alloc(46 + name.length);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt32LE(stored.length, 20);
    entry.writeUInt32LE(says, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.write(name, 46);
    return entry;
  });
  const size = list.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(local.length + stored.length, 16);
  return new Uint8Array(Buffer.concat([local, stored, ...list, end]));
}

test('stored files of a false size are bounded by the larger of both', async () => {
  const four = new Uint8Array(4_000_000);
  await expect(unzip(overlapping(63, four, 0), () => true)).rejects.toThrow(/on top of each other/);
  await expect(unzip(overlapping(300, four, 0), () => true)).rejects.toThrow(/^is too large/);
  await expect(unzip(overlapping(1, four, 17), () => true)).rejects.toThrow(/is of two sizes/);
});

test('a file that unpacks to more than it says costs no more than it says', async () => {
  const bomb = zipSync({ 'a.png': new Uint8Array(200_000_000) }, { level: 1 });
  const bytes = new Uint8Array(bomb);
  const directory = Buffer.from(bytes).lastIndexOf('PK\x01\x02', undefined, 'latin1');
  new DataView(bytes.buffer).setUint32(directory + 24, 100, true);
  const start = performance.now();
  await expect(unzip(bytes, () => true)).rejects.toThrow(/checksum of its file a\.png does not fit/);
  expect(performance.now() - start).toBeLessThan(100);
});

test('what other programs packed comes out, folders left out', async () => {
  const packed = zipSync({
    dir: { 'b.txt': [new Uint8Array(3000).fill(7), { level: 9 }] },
    'dir/': new Uint8Array(),
  });
  expect(await unzip(new Uint8Array(packed), () => true)).toEqual(
    new Map([['dir/b.txt', new Uint8Array(3000).fill(7)]]),
  );
});
