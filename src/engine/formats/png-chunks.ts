import { count, cutShort, damaged } from './refusal.ts';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** CRC-32 of PNG, ZIP and zlib (ISO 3309), 0..2^32-1. @param before of the bytes that came before these. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let c = before ^ 0xffffffff;
  // the index is masked to the table's 256 entries, and `i` stays inside
  for (let i = 0; i < bytes.length; i++) c = crcTable[(c ^ bytes[i]!) & 255]! ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

export interface PngChunk {
  /** Four letters; a capital first one marks a chunk that no reader may pass over. */
  readonly type: string;
  readonly data: Uint8Array;
}

/**
 * The chunks of a PNG up to IEND, none unpacked. An extra chunk with a wrong CRC is left out.
 *
 * @throws Refusal where the signature is broken, a chunk runs past the end, IEND is missing or the CRC of a chunk that
 *   the picture depends on is wrong.
 */
export function* pngChunks(bytes: Uint8Array): Generator<PngChunk> {
  if (bytes.length < 8) throw cutShort(`it has ${bytes.length} bytes, not even a PNG's first 8`);
  if (signature.some((byte, i) => bytes[i] !== byte)) {
    throw damaged('its first 8 bytes are not those of a PNG, as after a transfer as text');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; ; ) {
    if (at + 12 > bytes.length) {
      throw cutShort(`it ends at byte ${count(bytes.length)} without the chunk that ends a PNG`);
    }
    const end = at + 12 + view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (!/^[A-Za-z]{4}$/.test(type)) throw damaged(`byte ${count(at)} begins no PNG chunk`);
    if (end > bytes.length) {
      throw cutShort(
        `it has ${count(bytes.length)} bytes, and its chunk ${type} goes on to byte ${count(end)}`,
      );
    }
    const isWhole = crc32(bytes.subarray(at + 4, end - 4)) === view.getUint32(end - 4);
    if (!isWhole && /^[A-Z]/.test(type)) {
      throw damaged(`the checksum of its chunk ${type} at byte ${count(at)} does not fit`);
    }
    if (isWhole) yield { type, data: bytes.subarray(at + 8, end - 4) };
    if (type === 'IEND') return;
    at = end;
  }
}
