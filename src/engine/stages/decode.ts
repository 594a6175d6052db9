import { StudioError } from '../errors.ts';
import { Refusal } from '../formats/refusal.ts';
import { type Readable, which } from '../formats/which.ts';
import type { Planes } from '../picture.ts';

/** Each reader is loaded when the first file of its kind comes. */
const readers: Readonly<Record<Readable, () => Promise<(bytes: Uint8Array) => Promise<Planes>>>> = {
  TIFF: async () => (await import('../formats/tiff.ts')).readTiff,
  PNG: async () => (await import('../formats/png.ts')).readPng,
  JPEG: async () => (await import('../formats/jpeg.ts')).readJpeg,
  WebP: async () => (await import('../formats/webp.ts')).readWebp,
  GIF: async () => (await import('../formats/gif.ts')).readGif,
  BMP: async () => (await import('../formats/bmp.ts')).readBmp,
};

/** What a library threw, which may be an Error, a string or a plain object. */
function words(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  return typeof thrown === 'string' ? thrown : JSON.stringify(thrown);
}

/**
 * A file's first plane with its own numbers. The kind is told by the first bytes, never by the name.
 *
 * @param name what the user calls the file; used in sentences only.
 * @throws StudioError `file`, whose sentence begins with the name, says what is wrong and what would do.
 */
export async function decode(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Planes> {
  const kind = which(bytes);
  if (kind.readable === undefined) throw new StudioError('file', `${name} is ${kind.is}. ${kind.cure}`);
  const read = await readers[kind.readable]();
  try {
    return await read(bytes);
  } catch (cause) {
    if (cause instanceof Refusal) throw new StudioError('file', `${name} ${cause.message}`, { cause });
    const sentence = `${name} is damaged or of an unusual kind: the ${kind.readable} reader stopped (${words(cause)}). Open it in another program and save it as PNG or TIFF.`;
    throw new StudioError('file', sentence, { cause });
  }
}
