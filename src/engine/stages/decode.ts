import { StudioError } from '../errors.ts';
import type { BrowserDecoder } from '../formats/by-browser.ts';
import { type Bytes, bytesOf, type FileEntry, type OpenedFile } from '../formats/opened-file.ts';
import { openedPlanes } from '../formats/opened-planes.ts';
import { BrowserReads, count, Refusal } from '../formats/refusal.ts';
import { type Readable, which } from '../formats/which.ts';
import type { PlaneAt, Planes } from '../picture.ts';

type Opener = (bytes: Bytes, name: string, siblings: Iterable<FileEntry>) => OpenedFile | Promise<OpenedFile>;

/** Kinds of which a plane, or a part of it, is read at a time; each is loaded when the first file of its kind comes. */
const openers = {
  TIFF: async (): Promise<Opener> => (await import('../formats/tiff.ts')).openTiff,
  DICOM: async (): Promise<Opener> => (await import('../formats/dicom.ts')).openDicom,
  Zarr: async (): Promise<Opener> => (await import('../formats/zarr.ts')).openZarrZip,
} as const;
type Opened = keyof typeof openers;
const isOpened = (kind: Readable): kind is Opened => kind in openers;

/** Kinds whose files are read as a whole. */
const readers: Readonly<
  Record<
    Exclude<Readable, Opened>,
    () => Promise<(bytes: Uint8Array<ArrayBuffer>) => Planes | Promise<Planes>>
  >
> = {
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

/** Bytes that tell the kind of a file. */
const HEAD_BYTES = 512;
/** A file that is read as a whole has at most so many bytes: longer arrays do not exist everywhere. */
const WHOLE_BYTES = 2 ** 31 - 1;

/** @throws Refusal where the file does not fit into memory. */
function allOf(bytes: Bytes): Uint8Array<ArrayBuffer> {
  if (bytes.size <= WHOLE_BYTES) return bytes.read(0, bytes.size);
  throw new Refusal(
    `is too large: it has ${count(Math.round(bytes.size / 1e6))} MB, and files of its kind are read as a whole. Save it as TIFF, which is read in parts.`,
  );
}

/** What a reader does, its failures in the words of a refusal. @param kind of the file that is read. */
async function byReader<T>(kind: Readable, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    // Bytes that cannot be had are no fault of the file's.
    if (cause instanceof Refusal || cause instanceof StudioError) throw cause;
    throw Object.assign(
      new Refusal(
        `is damaged or of an unusual kind: the ${kind} reader stopped (${words(cause)}). Open it in another program and save it as PNG or TIFF.`,
      ),
      { cause },
    );
  }
}

/** Opens the file by the reader of its kind, or the browser where the file is of a kind that only it reads. */
async function open(
  name: string,
  bytes: Bytes,
  browser: BrowserDecoder | undefined,
  siblings: Iterable<FileEntry>,
): Promise<OpenedFile> {
  const kind = which(bytes.read(0, HEAD_BYTES), name);
  const { readable } = kind;
  if (readable !== undefined && isOpened(readable)) {
    const opener = await openers[readable]();
    const own = name.split(/[\\/]/).at(-1) ?? name;
    const file = await byReader(readable, () => opener(bytes, own, siblings));
    return { ...file, read: (...what) => byReader(readable, () => file.read(...what)) };
  }
  const byBrowser = async (type: string, decoder: BrowserDecoder) =>
    (await import('../formats/by-browser.ts')).readByBrowser(allOf(bytes), type, decoder);
  const whole = async (): Promise<Planes> => {
    if (readable === undefined) {
      if (kind.browserType !== undefined && browser) return byBrowser(kind.browserType, browser);
      throw new Refusal(`is ${kind.is}. ${kind.cure}`);
    }
    const reader = await readers[readable]();
    try {
      return await byReader(readable, () => reader(allOf(bytes)));
    } catch (cause) {
      if (cause instanceof BrowserReads && browser) return byBrowser(cause.type, browser);
      throw cause;
    }
  };
  return openedPlanes(await whole(), whole);
}

/** What is done to a file, its refusals as errors whose sentence begins with the file's name. */
async function named<T>(name: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    throw new StudioError('file', `${name} ${cause.message}`, { cause });
  }
}

/**
 * Opens a file of any kind, to read its planes one at a time. The kind is told by the first bytes, never by the name.
 *
 * @param name what the user calls the file; used in sentences, and to know it in a set.
 * @param browser reads what no reader here does, as AVIF.
 * @param siblings files that may hold some of its planes; looked through only where it names others.
 * @returns planes with `warnings` that continue a sentence which begins with the file's name.
 * @throws StudioError `file`, whose sentence begins with the name, says what is wrong and what would do; so does `read`.
 */
export async function openFile(
  name: string,
  bytes: Bytes,
  browser?: BrowserDecoder,
  siblings: Iterable<FileEntry> = [],
): Promise<OpenedFile> {
  const opened = await named(name, () => open(name, bytes, browser, siblings));
  return {
    ...opened,
    read: (at, level, window) =>
      named(name, async () => {
        const planes = await opened.read(at, level, window);
        return { ...planes, warnings: [...(planes.warnings ?? []), ...unseen(planes)] };
      }),
  };
}

/**
 * A plane of a file with its own numbers, of the largest size that fits.
 *
 * @param at which plane of a stack; the first by itself.
 * @throws StudioError as {@link openFile}.
 */
export async function decode(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  browser?: BrowserDecoder,
  at: PlaneAt = { z: 0, t: 0 },
): Promise<Planes> {
  return (await openFile(name, bytesOf(bytes), browser)).read(at);
}
