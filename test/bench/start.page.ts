import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { openWasm } from '../../src/engine/device/wasm.ts';
import { dequantise } from '../../src/engine/models/dequantise.ts';
import { readSafetensors } from '../../src/engine/models/safetensors.ts';
import { paint, unet } from '../../src/engine/nets/unet.ts';
import { resultOf } from '../../src/engine/steps/result-of.ts';

const SIDE = 256;
const PART = 'models/blood-stain/weights-1.safetensors';

/**
 * The floor of a start: what the studio's first picture cannot do without, and nothing else. The same backend and the same weights, asked
 * for at once, one picture of two planes painted and put on a canvas.
 */
async function first(): Promise<void> {
  const wasm = {
    'tfjs-backend-wasm.wasm': plain,
    'tfjs-backend-wasm-simd.wasm': simd,
    'tfjs-backend-wasm-threaded-simd.wasm': threaded,
  };
  const coming = fetch(PART).then((reply) => reply.arrayBuffer());
  await openWasm({ wasm, cores: 1 });
  const weights = dequantise(readSafetensors(new Uint8Array(await coming), PART), PART);
  const net = unet(weights, { ngf: 16, inputChannels: 2, depth: 8 });
  const plane = Float32Array.from({ length: SIDE * SIDE }, (_, i) => (i % 10 === 0 ? 1 : -1));
  const rgb = await resultOf(paint(net, [plane, plane], SIDE, SIDE));
  const picture = new ImageData(SIDE, SIDE);
  for (let i = 0; i < SIDE * SIDE; i++) {
    for (let c = 0; c < 3; c++) picture.data[4 * i + c] = 127.5 * ((rgb[3 * i + c] ?? 0) + 1);
    picture.data[4 * i + 3] = 255;
  }
  document.querySelector('canvas')?.getContext('2d')?.putImageData(picture, 0, 0);
  Object.assign(globalThis, { noted: { colours: performance.now() } });
}

void first();
