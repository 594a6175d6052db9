import { cutShort, damaged } from './refusal.ts';

/** Bytes handed to the decompressor at once: Deflate grows at most 1032-fold, so 17 MB can come out of one piece. */
const pieceBytes = 16_384;

/**
 * Unpacks a zlib stream (RFC 1950) up to the size the picture needs and no further, whatever the stream goes on to hold.
 *
 * @param parts the stream, in order.
 * @param size bytes that must come out.
 * @throws Refusal where the stream is no zlib data or ends too early.
 */
export async function inflate(parts: readonly Uint8Array[], size: number): Promise<Uint8Array<ArrayBuffer>> {
  const { Unzlib } = await import('fflate');
  const out = new Uint8Array(size);
  let filled = 0;
  const stream = new Unzlib((bytes) => {
    const room = size - filled;
    out.set(bytes.length > room ? bytes.subarray(0, room) : bytes, filled);
    filled += Math.min(room, bytes.length);
  });
  try {
    for (const part of parts) {
      for (let at = 0; at < part.length && filled < size; at += pieceBytes) {
        stream.push(part.subarray(at, at + pieceBytes));
      }
    }
  } catch (cause) {
    throw Object.assign(damaged('its compressed data make no sense'), { cause });
  }
  if (filled < size) throw cutShort(`its compressed data hold ${filled} of ${size} bytes`);
  return out;
}
