import type { Picture } from '../picture.ts';
import { joinedBytes } from './joined-bytes.ts';
import { jpegXmp } from './jpeg-xmp.ts';
import { compile } from './wasm.ts';
import { XMP } from './xmp.ts';

/** Of 100: differences are hardly seen, and a stained picture has a fifth of its PNG's bytes. */
const QUALITY = 92;
/** The longest side that the format can say, in pixels. */
export const MOST_SIDE = 65_500;

const GREY = 1;
const YCBCR = 3;

/** Start of image and the JFIF segment, with which the encoder begins. */
const HEAD = 20;
/** Where that segment has its unit and density. */
const UNIT = 13;
const INCHES = 1;

/**
 * A JPEG of 8 bits, progressive, each colour at full size. By mozjpeg in WebAssembly and not by a browser, so that the same pixels become the
 * same bytes on every host, and who makes the picture again can say so.
 *
 * @param texts of which a JPEG carries the XMP packet: all else is in it.
 * @param dpi dots an inch; null where it is not meant to be printed at a size.
 * @throws RangeError where a side has more than 65,500 pixels.
 */
export async function encodeJpeg(
  { width, height, channels, data }: Picture,
  texts: Readonly<Record<string, string>>,
  dpi: number | null = null,
): Promise<Uint8Array<ArrayBuffer>> {
  if (Math.max(width, height) > MOST_SIDE)
    throw new RangeError(
      `a JPEG has at most ${MOST_SIDE} pixels a side, not ${width} × ${height}: save a PNG`,
    );
  const [{ default: create }, { default: wasm }] = await Promise.all([
    import('@jsquash/jpeg/codec/enc/mozjpeg_enc.js'),
    import('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm?url&inline'),
  ]);
  const compiled = await compile(wasm);
  const codec = await create({
    instantiateWasm: (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) => {
      const instance = new WebAssembly.Instance(compiled, imports);
      done(instance);
      return instance.exports;
    },
  });
  const rgba = new Uint8Array(4 * width * height).fill(255);
  for (let i = 0; i < width * height; i++)
    for (let c = 0; c < 3; c++) rgba[4 * i + c] = data[channels * i + (channels === 1 ? 0 : c)] ?? 0;
  const jpeg = codec.encode(rgba, width, height, {
    quality: QUALITY,
    baseline: false,
    arithmetic: false,
    progressive: true,
    optimize_coding: true,
    smoothing: 0,
    color_space: channels === 1 ? GREY : YCBCR,
    quant_table: 3,
    trellis_multipass: false,
    trellis_opt_zero: false,
    trellis_opt_table: false,
    trellis_loops: 1,
    auto_subsample: false,
    chroma_subsample: 1,
    separate_chroma_quality: false,
    chroma_quality: QUALITY,
  });
  const head = jpeg.slice(0, HEAD);
  if (dpi !== null) head.set([INCHES, dpi >> 8, dpi & 255, dpi >> 8, dpi & 255], UNIT);
  const packet = texts[XMP];
  return joinedBytes([head, ...(packet ? jpegXmp(packet) : []), jpeg.subarray(HEAD)]);
}
