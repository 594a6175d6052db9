import type { Planes } from '../picture.ts';
import { exifOrientation } from './exif.ts';
import { checkSize, maxCodecPixels } from './limits.ts';
import { count, cutShort, damaged, notRead } from './refusal.ts';
import { compile } from './wasm.ts';

interface WebpHeader {
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
  readonly orientation: number;
}

/** Walks the RIFF chunks (RFC 9649) and reads the sizes in them. @throws Refusal where they are cut or too large. */
function readHeader(bytes: Uint8Array): WebpHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const letters = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (letters(0) !== 'RIFF') throw damaged('it has no WebP header');
  const end = 8 + view.getUint32(4, true);
  if (end > bytes.length) {
    throw cutShort(`it has ${count(bytes.length)} of the ${count(end)} bytes that its header names`);
  }
  let size: { width: number; height: number } | undefined;
  let hasAlpha = false;
  let orientation = 1;
  for (let at = 12; at + 8 <= end; ) {
    const [type, length, data] = [letters(at), view.getUint32(at + 4, true), at + 8];
    const next = data + length + (length & 1);
    if (data + length > end)
      throw cutShort(`its chunk ${type.trim()} goes on to byte ${count(data + length)}`);
    if (type === 'ANIM' || type === 'ANMF') {
      throw notRead('an animation in WebP', 'Save one of its frames as PNG.');
    }
    if (type === 'EXIF') orientation = exifOrientation(bytes.subarray(data, data + length));
    if (type === 'ALPH') hasAlpha = true;
    if ((type === 'VP8 ' && length < 10) || (type === 'VP8L' && length < 5))
      throw cutShort('its picture has no header');
    if (type === 'VP8 ') {
      size = {
        width: view.getUint16(data + 6, true) & 0x3fff,
        height: view.getUint16(data + 8, true) & 0x3fff,
      };
    } else if (type === 'VP8L') {
      const packed = view.getUint32(data + 1, true);
      size = { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
      hasAlpha ||= (packed & (1 << 28)) !== 0;
    }
    at = next;
  }
  if (size === undefined) throw damaged('it is a WebP without a picture');
  checkSize(size.width, size.height, 4, maxCodecPixels);
  return { ...size, hasAlpha, orientation };
}

/**
 * A still WebP, lossy or lossless, by libwebp in WebAssembly (lazily loaded).
 *
 * @throws Refusal
 */
export async function readWebp(bytes: Uint8Array): Promise<Planes> {
  const { width, height, hasAlpha, orientation } = readHeader(bytes);
  const [{ default: create }, { default: wasm }] = await Promise.all([
    import('@jsquash/webp/codec/dec/webp_dec.js'),
    import('@jsquash/webp/codec/dec/webp_dec.wasm?url&inline'),
  ]);
  const compiled = await compile(wasm);
  const codec = await create({
    instantiateWasm: (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) => {
      const instance = new WebAssembly.Instance(compiled, imports);
      done(instance);
      return instance.exports;
    },
  });
  const image = codec.decode(bytes);
  if (image === null || image.width !== width || image.height !== height) {
    throw damaged('its WebP data make no sense');
  }
  const channels = Array.from({ length: hasAlpha ? 4 : 3 }, (_, c) => {
    const samples = new Uint8Array(width * height);
    // four bytes a pixel
    for (let i = 0, from = c; i < samples.length; i++, from += 4) samples[i] = image.data[from]!;
    return c === 3 ? { name: 'alpha', samples } : { samples };
  });
  return {
    width,
    height,
    channels,
    bitDepth: 8,
    sampleFormat: 'uint',
    photometric: { kind: 'rgb' },
    orientation,
    pixelSizeUm: null,
    planes: 1,
  };
}
