import { deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { bytesOf, type FileEntry } from './opened-file.ts';
import { Refusal } from './refusal.ts';
import { openZarr } from './zarr.ts';

const text = (value: unknown) =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const entries = (files: Readonly<Record<string, unknown>>): FileEntry[] =>
  Object.entries(files).map(([path, value]) => ({
    path,
    bytes: bytesOf(value instanceof Uint8Array ? new Uint8Array(value) : text(value)),
  }));

const axes = ['z', 'y', 'x'].map((name) => ({ name, type: 'space', unit: 'micrometer' }));
const multiscales = [{ axes, datasets: [{ path: '0' }] }];
const two = {
  zarr_format: 2,
  shape: [2, 4, 6],
  chunks: [1, 4, 6],
  dtype: '|u1',
  compressor: null,
  fill_value: 7,
  filters: null,
  order: 'C',
  dimension_separator: '/',
};
const zstd = { name: 'zstd', configuration: { level: 1 } };
const three = {
  zarr_format: 3,
  node_type: 'array',
  shape: [2, 4, 6],
  data_type: 'uint8',
  chunk_grid: { name: 'regular', configuration: { chunk_shape: [1, 4, 6] } },
  chunk_key_encoding: { name: 'default' },
  fill_value: 7,
  codecs: [{ name: 'bytes' }],
};
const inTwo = (array: object, more: Readonly<Record<string, unknown>> = {}) =>
  entries({ '.zattrs': { multiscales }, '0/.zarray': { ...two, ...array }, ...more });
const inThree = (array: object, more: Readonly<Record<string, unknown>> = {}) =>
  entries({
    'zarr.json': { node_type: 'group', attributes: { ome: { multiscales } } },
    '0/zarr.json': { ...three, ...array },
    ...more,
  });
const shards = (inner: object) => ({
  chunk_grid: { name: 'regular', configuration: { chunk_shape: [2, 4, 6] } },
  codecs: [
    {
      name: 'sharding_indexed',
      configuration: {
        chunk_shape: [1, 2, 3],
        codecs: [{ name: 'bytes' }],
        index_codecs: [{ name: 'bytes', configuration: { endian: 'little' } }, { name: 'crc32c' }],
        ...inner,
      },
    },
  ],
});

const read = async (files: readonly FileEntry[]) => (await openZarr(files)).read({ z: 0, t: 0 });

async function sentence(files: readonly FileEntry[]): Promise<string> {
  const begun = performance.now();
  const thrown: unknown = await read(files).then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Refusal)) throw new Error(`not refused: ${String(thrown)}`);
  expect(thrown.message).toMatch(/^[^\n]{10,400}\.$/);
  expect(performance.now() - begun).toBeLessThan(2000);
  return thrown.message;
}

test('a chunk that is missing holds the fill value', async () => {
  for (const files of [inTwo({}), inThree({}), inThree(shards({}))]) {
    const { channels } = await read(files);
    expect(Array.from(channels[0]?.samples ?? [])).toEqual(Array(24).fill(7));
  }
});

const bomb = deflateSync(new Uint8Array(50_000_000));
const blosc = (bytes: number, block: number) => {
  const head = new Uint8Array(200);
  head.set([2, 1, 0x21, 1]);
  new DataView(head.buffer).setUint32(4, bytes, true);
  new DataView(head.buffer).setUint32(8, block, true);
  return head;
};

test.each([
  ['JSON that is none', entries({ '.zattrs': '{"multiscales": [' }), /its file \.zattrs is no JSON/],
  ['no picture', entries({ '.zgroup': { zarr_format: 2 } }), /^is a Zarr without a picture of OME-Zarr/],
  ['a folder that is no Zarr', entries({ 'a.png': 'x' }), /^is no Zarr: /],
  ['no array', entries({ '.zattrs': { multiscales } }), /lacks it/],
  ['no levels', entries({ '.zattrs': { multiscales: [{ axes, datasets: [] }] } }), /0 levels/],
  ['a level without a path', entries({ '.zattrs': { multiscales: [{ datasets: [{}] }] } }), /without a path/],
  ['other axes', inTwo({ shape: [4, 6], chunks: [4, 6] }), /it names the axes z, y, x of an array with 2/],
  ['no size', inTwo({ shape: [2, 0, 6] }), /its size as \[2,0,6\]/],
  ['a size that is no number', inTwo({ shape: [2, '4', 6] }), /its size as/],
  ['many axes', inTwo({ shape: Array(4000).fill(1) }), /its size as/],
  ['a huge chunk', inTwo({ chunks: [1, 100_000, 100_000] }), /^is too large: a chunk takes 10,000 MB/],
  [
    'a huge chunk',
    inThree({ chunk_grid: { name: 'regular', configuration: { chunk_shape: [1e4, 1e4, 1e4] } } }),
    /^is too large/,
  ],
  ['a huge plane', inTwo({ shape: [2, 1e6, 1e6] }), /^is too large: 1,000,000 x 1,000,000 pixels/],
  [
    'chunks without number',
    inTwo({ shape: [2, 9000, 9000], chunks: [1, 1, 1] }),
    /a plane in 81,000,000 chunks/,
  ],
  ['numbers of 64 bits', inTwo({ dtype: '<i8' }), /samples of the type "int64"/],
  ['complex numbers', inTwo({ dtype: '<c8' }), /samples of the type "<c8"/],
  ['records', inTwo({ dtype: [['a', '<u2']] }), /samples of several values/],
  ['an unknown codec', inTwo({ compressor: { id: 'lzma\n' } }), /chunks packed by "numcodecs\.lzma\?"/],
  [
    'unknown codecs',
    inThree({ codecs: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] }),
    /chunks packed by "a"/,
  ],
  [
    'an order that is none',
    inThree({ codecs: [{ name: 'transpose', configuration: { order: [0, 0, 9] } }, { name: 'bytes' }] }),
    /order of its axes/,
  ],
  ['a short chunk', inTwo({}, { '0/0/0/0': new Uint8Array(23) }), /a chunk holds 23 of 24 samples/],
  ['a long chunk', inTwo({}, { '0/0/0/0': new Uint8Array(48) }), /a chunk holds 48 of 24 samples/],
  ['a chunk of any length', inTwo({}, { '0/0/0/0': new Uint8Array(1_000_000) }), /has 1,000,000 bytes/],
  [
    'half a sample',
    inTwo({ dtype: '<u2' }, { '0/0/0/0': new Uint8Array(47) }),
    /a chunk holds 23 of 24|makes no sense/,
  ],
  [
    'zlib that is none',
    inTwo({ compressor: { id: 'zlib' } }, { '0/0/0/0': new Uint8Array(20) }),
    /compressed data make no sense/,
  ],
  [
    'a short zlib stream',
    inTwo({ compressor: { id: 'zlib' } }, { '0/0/0/0': deflateSync(new Uint8Array(20)) }),
    /compressed data hold 20 of 24 bytes/,
  ],
  [
    'a short gzip stream',
    inTwo({ compressor: { id: 'gzip' } }, { '0/0/0/0': gzipSync(new Uint8Array(20)) }),
    /compressed data hold 20 of 24 bytes/,
  ],
  [
    'gzip that is none',
    inTwo({ compressor: { id: 'gzip' } }, { '0/0/0/0': new Uint8Array(40) }),
    /not packed by gzip/,
  ],
  [
    'LZ4 that is none',
    inTwo({ compressor: { id: 'lz4' } }, { '0/0/0/0': new Uint8Array(40) }),
    /a chunk holds \d+ of 24 bytes/,
  ],
  [
    'Zstandard that is none',
    inThree({ codecs: [{ name: 'bytes' }, zstd] }, { '0/c/0/0/0': new Uint8Array(40) }),
    /Zstandard data make no sense/,
  ],
  [
    'Blosc of another size',
    inTwo({ compressor: { id: 'blosc' } }, { '0/0/0/0': blosc(2 ** 31, 2 ** 31) }),
    /unpacks to 2,147,483,648 bytes in place of 24/,
  ],
  [
    'Blosc in blocks of nothing',
    inTwo({ compressor: { id: 'blosc' } }, { '0/0/0/0': blosc(24, 0) }),
    /Blosc data make no sense/,
  ],
  [
    'Blosc that points beyond itself',
    inTwo({ compressor: { id: 'blosc' } }, { '0/0/0/0': blosc(24, 24).fill(255, 16) }),
    /Blosc data make no sense/,
  ],
  [
    'a shard without its index',
    inThree(shards({}), { '0/c/0/0/0': new Uint8Array(10) }),
    /checksum of a chunk does not fit/,
  ],
  [
    'a shard of other chunks',
    inThree(shards({ chunk_shape: [1, 3, 3] })),
    /do not hold a whole number of chunks/,
  ],
  [
    'a shard of a billion chunks',
    inThree({
      ...shards({ chunk_shape: [1, 1, 1] }),
      chunk_grid: { name: 'regular', configuration: { chunk_shape: [1000, 1000, 1000] } },
    }),
    /more than a million/,
  ],
  ['chunks of several sizes', inThree({ chunk_grid: { name: 'rectilinear' } }), /chunks of several sizes/],
] as const)('%s is refused in a sentence', async (_, files, words) => {
  expect(await sentence(files)).toMatch(words);
});

test('a chunk that would unpack to more than it should hold costs no more', async () => {
  const { channels } = await read(inTwo({ compressor: { id: 'zlib' } }, { '0/0/0/0': bomb }));
  expect(channels[0]?.samples).toEqual(new Uint8Array(24));
});

test('a window reads only the chunks that it meets', async () => {
  const asked: string[] = [];
  const chunks = Array.from({ length: 100 }, (_, i) => [
    `0/0/${Math.floor(i / 10)}/${i % 10}`,
    new Uint8Array(100).fill(i),
  ]);
  const files = inTwo({ shape: [1, 100, 100], chunks: [1, 10, 10] }, Object.fromEntries(chunks)).map(
    ({ path, bytes }) => ({
      path,
      bytes: {
        size: bytes.size,
        read(at: number, length: number) {
          asked.push(path);
          return bytes.read(at, length);
        },
      },
    }),
  );
  const file = await openZarr(files);
  asked.length = 0;
  const window = { left: 28, top: 15, width: 4, height: 2 };
  const { channels } = await file.read({ z: 0, t: 0 }, 0, window);
  expect(asked).toEqual(['0/0/1/2', '0/0/1/3']);
  expect(Array.from(channels[0]?.samples ?? [])).toEqual([12, 12, 13, 13, 12, 12, 13, 13]);
});

test('of a picture that is too large the level that fits is read, and said', async () => {
  const large = { ...two, shape: [1, 20_000, 20_000], chunks: [1, 4000, 4000] };
  const small = { ...two, shape: [1, 40, 50], chunks: [1, 40, 50], fill_value: 9 };
  const datasets = [{ path: '0' }, { path: 'small' }];
  const file = await openZarr(
    entries({ '.zattrs': { multiscales: [{ axes, datasets }] }, '0/.zarray': large, 'small/.zarray': small }),
  );
  const planes = await file.read({ z: 0, t: 0 });
  expect([planes.width, planes.height, planes.channels[0]?.samples[7]]).toEqual([50, 40, 9]);
  expect(planes.warnings).toEqual([
    'has 20,000 x 20,000 pixels, which is too large to be read whole; its copy of 50 x 40 is shown.',
  ]);
  const window = { left: 19_990, top: 19_995, width: 10, height: 5 };
  expect((await file.read({ z: 0, t: 0 }, 0, window)).channels[0]?.samples).toEqual(
    new Uint8Array(50).fill(7),
  );
  await expect(file.read({ z: 0, t: 0 }, 0)).rejects.toThrow(/^is too large: 20,000 x 20,000 pixels/);
});
