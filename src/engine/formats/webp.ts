import type { Planes } from '../picture.ts';
import { damaged } from './refusal.ts';
import { compile } from './wasm.ts';
import { readStill } from './webp-still.ts';

/**
 * WebP, lossy or lossless, of an animation the first frame, by libwebp in WebAssembly (lazily loaded).
 *
 * @throws Refusal
 */
export async function readWebp(bytes: Uint8Array): Promise<Planes> {
  const still = readStill(bytes);
  const { width, height, frame, hasAlpha, orientation } = still;
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
  const image = codec.decode(still.bytes);
  if (image === null || image.width !== frame.width || image.height !== frame.height) {
    throw damaged('its WebP data make no sense');
  }
  const channels = Array.from({ length: hasAlpha ? 4 : 3 }, (_, c) => {
    const samples = new Uint8Array(width * height);
    for (let y = 0, from = c; y < frame.height; y++) {
      const row = (frame.y + y) * width + frame.x;
      for (let x = 0; x < frame.width; x++, from += 4) samples[row + x] = image.data[from]!; // four bytes a pixel
    }
    return c === 3 ? { name: 'alpha', alpha: 'straight' as const, samples } : { samples };
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
    planes: still.frames,
  };
}
