import { registry } from 'zarrita';
import { unpackBlosc } from './blosc.ts';
import { inflate } from './inflate.ts';
import { unpackLz4 } from './lz4.ts';
import { count, cutShort, damaged } from './refusal.ts';
import { unpackZstandard } from './zstandard.ts';

/** Unpacks a chunk that must come to `size` bytes, and never makes more of them. */
type Unpack = (packed: Uint8Array, size: number) => Uint8Array | Promise<Uint8Array>;

/** What zarrita knows of a chunk where it makes a codec. */
interface ChunkMeta {
  readonly dataType: string;
  readonly shape: readonly number[];
}

/** Bytes of a sample of the types that are read (zarr-array.ts asks for no other). */
export const bytesPerSample = (dataType: string): number => Number(/\d+$/.exec(dataType)?.[0] ?? 8) / 8;

/** Where the compressed data of a gzip member begin (RFC 1952, 2.3). */
function gzipData(packed: Uint8Array): Uint8Array {
  if (packed[0] !== 0x1f || packed[1] !== 0x8b || packed[2] !== 8) {
    throw damaged('a chunk is not packed by gzip, as it should be');
  }
  const flags = packed[3] ?? 0;
  let at = 10;
  if (flags & 4) at += 2 + (packed[at] ?? 0) + 256 * (packed[at + 1] ?? 0);
  for (const text of [8, 16]) {
    if (!(flags & text)) continue;
    const end = packed.indexOf(0, at);
    if (end === -1) throw cutShort('a chunk ends within the header of gzip');
    at = end + 1;
  }
  return packed.subarray(flags & 2 ? at + 2 : at);
}

/** numcodecs writes the size before a block. */
function lz4(packed: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  const filled = unpackLz4(packed.subarray(4), out);
  if (filled !== size) throw cutShort(`a chunk holds ${count(filled)} of ${count(size)} bytes`);
  return out;
}

const unpackers: Readonly<Record<string, Unpack>> = {
  blosc: unpackBlosc,
  zstd: unpackZstandard,
  zlib: (packed, size) => inflate([packed], size),
  gzip: (packed, size) => inflate([gzipData(packed)], size, 'raw'),
  lz4,
};

const codecOf = (unpack: Unpack) => ({
  fromConfig(_: unknown, { dataType, shape }: ChunkMeta) {
    const size = shape.reduce((product, side) => product * side, bytesPerSample(dataType));
    return {
      kind: 'bytes_to_bytes' as const,
      encode(): never {
        throw new Error('chunks are only read');
      },
      decode: (packed: Uint8Array) => unpack(packed, size),
    };
  },
});

/** Sums of CRC-32C (RFC 3720, 12.1) by byte. */
const castagnoli = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0x82f63b78 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** Takes the four bytes of a checksum off and holds the rest to them. */
const checked = {
  fromConfig: () => ({
    kind: 'bytes_to_bytes' as const,
    encode(): never {
      throw new Error('chunks are only read');
    },
    computeEncodedSize: (bytes: number) => bytes + 4,
    decode(all: Uint8Array) {
      if (all.length < 4) throw cutShort('a chunk ends before its checksum');
      const bytes = all.subarray(0, -4);
      let sum = 0xffffffff;
      for (const byte of bytes) sum = (castagnoli[(sum ^ byte) & 255] ?? 0) ^ (sum >>> 8);
      const told = new DataView(all.buffer, all.byteOffset + bytes.length, 4).getUint32(0, true);
      if ((sum ^ 0xffffffff) >>> 0 !== told) throw damaged('the checksum of a chunk does not fit');
      return bytes;
    },
  }),
};

/**
 * Puts our codecs in the place of zarrita's own, which unpack to a stream's own end however large it is, and of those in
 * numcodecs.js, which cannot run here (blosc.ts says why). vite.config.ts leaves numcodecs.js out of the page.
 */
export function registerCodecs(): void {
  for (const [name, unpack] of Object.entries(unpackers)) {
    for (const key of [name, `numcodecs.${name}`]) registry.set(key, async () => codecOf(unpack));
  }
  registry.set('crc32c', async () => checked);
}
