import { StudioError } from '../errors.ts';
import type { BrowserDecoder } from '../formats/by-browser.ts';
import { BrowserReads, Refusal } from '../formats/refusal.ts';
import { type Readable, which } from '../formats/which.ts';
import type { PlaneAt, Planes } from '../picture.ts';

/** Each reader is loaded when the first file of its kind comes. */
const readers: Readonly<
  Record<Readable, () => Promise<(bytes: Uint8Array, at?: PlaneAt) => Promise<Planes>>>
> = {
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

/** A picture in which no value is a number shows nothing: a word says so. */
function unseen({ channels, sampleFormat }: Planes): readonly string[] {
  if (sampleFormat !== 'float') return [];
  const hasFinite = channels.some(({ samples }) => samples.some((value) => Number.isFinite(value)));
  if (hasFinite) return [];
  return ['holds no finite number: every pixel is NaN or infinite, so there is nothing to see.'];
}

/** As the reader of its kind does it, or the browser where the file is of a kind that only it reads. */
async function read(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  browser?: BrowserDecoder,
  at?: PlaneAt,
): Promise<Planes> {
  const kind = which(bytes, name);
  const byBrowser = async (type: string, decoder: BrowserDecoder) =>
    (await import('../formats/by-browser.ts')).readByBrowser(bytes, type, decoder);
  if (kind.readable === undefined) {
    if (kind.browserType !== undefined && browser) return byBrowser(kind.browserType, browser);
    throw new Refusal(`is ${kind.is}. ${kind.cure}`);
  }
  const reader = await readers[kind.readable]();
  try {
    return await reader(bytes, at);
  } catch (cause) {
    if (cause instanceof BrowserReads && browser) return byBrowser(cause.type, browser);
    if (cause instanceof Refusal) throw cause;
    throw Object.assign(
      new Refusal(
        `is damaged or of an unusual kind: the ${kind.readable} reader stopped (${words(cause)}). Open it in another program and save it as PNG or TIFF.`,
      ),
      { cause },
    );
  }
}

/**
 * A plane of a file with its own numbers. The kind is told by the first bytes, never by the name.
 *
 * @param name what the user calls the file; used in sentences only.
 * @param browser reads what no reader here does, as AVIF.
 * @param at which plane of a stack; the first by itself.
 * @returns with `warnings` that continue a sentence which begins with the file's name.
 * @throws StudioError `file`, whose sentence begins with the name, says what is wrong and what would do.
 */
export async function decode(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  browser?: BrowserDecoder,
  at?: PlaneAt,
): Promise<Planes> {
  try {
    const planes = await read(name, bytes, browser, at);
    const warnings = [...(planes.warnings ?? []), ...unseen(planes)];
    return { ...planes, warnings };
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    throw new StudioError('file', `${name} ${cause.message}`, { cause });
  }
}
