import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Picture } from '../engine/picture.ts';

/** libwebp's own starting values (WebPConfig in encode.h), slowest method, colours of sharp edges kept. */
const base = {
  quality: 80,
  target_size: 0,
  target_PSNR: 0,
  method: 6,
  sns_strength: 50,
  filter_strength: 60,
  filter_sharpness: 0,
  filter_type: 1,
  partitions: 0,
  segments: 4,
  pass: 1,
  show_compressed: 0,
  preprocessing: 0,
  autofilter: 0,
  partition_limit: 0,
  alpha_compression: 1,
  alpha_filtering: 1,
  alpha_quality: 100,
  lossless: 0,
  exact: 0,
  image_hint: 0,
  emulate_jpeg_size: 0,
  thread_level: 0,
  low_memory: 0,
  near_lossless: 100,
  use_delta_palette: 0,
  use_sharp_yuv: 1,
};

/**
 * A picture as WebP, by libwebp in WebAssembly: the same bytes on every machine.
 *
 * @param picture RGBA.
 * @param lossless for drawings of a few values, which come out smaller so.
 */
export async function encodeWebp(picture: Picture, lossless: boolean): Promise<Uint8Array> {
  const { default: create } = await import('@jsquash/webp/codec/enc/webp_enc.js');
  const wasm = createRequire(import.meta.url).resolve('@jsquash/webp/codec/enc/webp_enc.wasm');
  const compiled = await WebAssembly.compile(await readFile(wasm));
  const codec = await create({
    instantiateWasm: (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) => {
      const instance = new WebAssembly.Instance(compiled, imports);
      done(instance);
      return instance.exports;
    },
  });
  const { data, width, height } = picture;
  const bytes = codec.encode(data, width, height, {
    ...base,
    ...(lossless && { lossless: 1, quality: 100 }),
  });
  if (bytes === null) throw new Error(`libwebp does not encode ${width} x ${height} pixels`);
  return bytes.slice(); // a view of its memory, which the next call writes over
}
