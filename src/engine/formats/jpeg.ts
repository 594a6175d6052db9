import type { Planes } from '../picture.ts';
import { exifOrientation } from './exif.ts';
import { checkSize, maxCodecPixels } from './limits.ts';
import { count, cutShort, damaged, notRead, Refusal } from './refusal.ts';
import { compile } from './wasm.ts';

/** Decodes one stream that `jpegFrame` has let through; RGBA, row after row, 0..255, not turned by its Exif orientation. */
export type Jpeg = (stream: Uint8Array) => Promise<Uint8Array>;

export interface JpegFrame {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 3 YCbCr or RGB. */
  readonly components: number;
  readonly orientation: number;
}

/**
 * Pixels times scans at most. Each scan of a progressive JPEG may visit every pixel however few bytes it has
 * (libjpeg-turbo, "Two issues with the JPEG standard"); programs write some 10 scans.
 */
const maxScannedPixels = 1e9;

const cure = 'Save it as an RGB or grey JPEG, or as PNG.';

/**
 * Walks a JPEG's markers (ITU-T T.81, annex B) to its end, unpacking nothing.
 *
 * @throws Refusal where it is cut, too large, or of a kind that is not read (CMYK, lossless, arithmetic, 12 bits).
 */
export function jpegFrame(bytes: Uint8Array): JpegFrame {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let frame: JpegFrame | undefined;
  let turned = 1;
  let scans = 0;
  for (let at = 2; ; ) {
    // Between scans and markers: entropy-coded bytes, stuffed zeros, restarts, fill bytes.
    while (at + 1 < bytes.length) {
      const byte = bytes[at + 1] ?? 0;
      if (bytes[at] === 0xff && byte !== 0 && byte !== 0xff && (byte < 0xd0 || byte > 0xd7)) break;
      at = Math.max(at + 1, bytes.indexOf(0xff, at + 1) === -1 ? bytes.length : bytes.indexOf(0xff, at + 1));
    }
    if (at + 1 >= bytes.length) {
      throw cutShort(`it ends at byte ${count(bytes.length)} without the marker that ends a JPEG`);
    }
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xd9) break;
    const end = at + 4 > bytes.length ? Number.POSITIVE_INFINITY : at + 2 + view.getUint16(at + 2);
    if (end > bytes.length)
      throw cutShort(`it has ${count(bytes.length)} bytes, and a part goes on beyond them`);
    if (marker === 0xda) {
      scans++;
      if (frame !== undefined && scans * frame.width * frame.height > maxScannedPixels) {
        throw new Refusal(
          `holds ${scans} or more scans of a large picture, more than is safe to read. ${cure}`,
        );
      }
    } else if (marker === 0xe1 && String.fromCharCode(...bytes.subarray(at + 4, at + 8)) === 'Exif') {
      turned = exifOrientation(bytes.subarray(at + 4, end));
    } else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      if (marker > 0xc2) throw notRead('lossless, hierarchical or arithmetic JPEG data', cure);
      if (end < at + 10) throw damaged('its JPEG header is too short');
      const [bits, height, width, components] = [
        bytes[at + 4],
        view.getUint16(at + 5),
        view.getUint16(at + 7),
        bytes[at + 9],
      ];
      if (frame !== undefined) throw damaged('it has two JPEG headers');
      if (bits !== 8) throw notRead(`a JPEG of ${bits} bits`, cure);
      if (components !== 1 && components !== 3)
        throw notRead(`a JPEG of ${components} channels (CMYK)`, cure);
      checkSize(width, height, 4, maxCodecPixels);
      frame = { width, height, components, orientation: 1 };
    }
    at = end;
  }
  if (frame === undefined || scans === 0) throw damaged('it is a JPEG without a picture');
  return { ...frame, orientation: turned };
}

/** Warnings after which the picture is still whole: bytes that some cameras leave before the end marker. */
const harmless = /extraneous bytes before marker 0xd9/;

/**
 * A decoder (mozjpeg in WebAssembly, lazily loaded) for the streams of one file. After a failure it starts afresh, for
 * the library's state is unknown then.
 */
export async function openJpeg(): Promise<Jpeg> {
  const [{ default: create }, { default: wasm }] = await Promise.all([
    import('@jsquash/jpeg/codec/dec/mozjpeg_dec.js'),
    import('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm?url&inline'),
  ]);
  const compiled = await compile(wasm);
  let warnings: string[] = [];
  const start = () =>
    create({
      instantiateWasm: (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) => {
        const instance = new WebAssembly.Instance(compiled, imports);
        done(instance);
        return instance.exports;
      },
      printErr: (line: string) => warnings.push(line),
    });
  let codec = await start();
  return async (stream) => {
    warnings = [];
    try {
      const image = codec.decode(stream, false);
      const spoilt = warnings.find((line) => !harmless.test(line));
      if (image === null || spoilt !== undefined)
        throw damaged(`its JPEG data make no sense (${spoilt ?? 'no picture'})`);
      return new Uint8Array(image.data.buffer);
    } catch (cause) {
      codec = await start();
      if (cause instanceof Refusal) throw cause;
      throw Object.assign(damaged(`its JPEG data make no sense (${warnings.at(-1) ?? String(cause)})`), {
        cause,
      });
    }
  };
}

/**
 * JPEG, baseline or progressive, grey or colour; RGB as libjpeg makes it.
 *
 * @throws Refusal
 */
export async function readJpeg(bytes: Uint8Array): Promise<Planes> {
  const frame = jpegFrame(bytes);
  const rgba = await (await openJpeg())(bytes);
  const { width, height, components, orientation } = frame;
  const channels = Array.from({ length: components }, (_, c) => {
    const samples = new Uint8Array(width * height);
    // four bytes a pixel
    for (let i = 0, from = c; i < samples.length; i++, from += 4) samples[i] = rgba[from]!;
    return { samples };
  });
  return {
    width,
    height,
    channels,
    bitDepth: 8,
    sampleFormat: 'uint',
    photometric: { kind: components === 1 ? 'grey' : 'rgb' },
    orientation,
    pixelSizeUm: null,
    planes: 1,
  };
}
