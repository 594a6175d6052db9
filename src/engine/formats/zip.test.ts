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
