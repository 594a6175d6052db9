import * as ort from 'onnxruntime-web/wasm';
import { paint, unet } from '../../src/engine/nets/unet.ts';
import { type UnetSizes, unetShapes } from '../../src/engine/nets/unet-shapes.ts';
import type { Weight } from '../../src/engine/nets/weights.ts';
import { randomFrom } from '../../src/engine/random.ts';
import { resultOf } from '../../src/engine/steps/result-of.ts';
import { drawnWeights } from '../../src/engine/train/drawn-weights.ts';
import { unetOnnx } from './unet-onnx.ts';

/** The size that a generator was first trained at, and that of its student. */
export const TEACHER: UnetSizes = { ngf: 32, inputChannels: 1, depth: 8 };
export const STUDENT: UnetSizes = { ...TEACHER, ngf: 16 };
export const PEER = 'onnxruntime-web, WASM';

/** A generator's size and its numbers. */
export interface Generator {
  readonly sizes: UnetSizes;
  readonly weights: ReadonlyMap<string, Weight>;
}

/** A generator of that size before its first lesson: time depends on no weight. */
export const untaught = (sizes: UnetSizes): Generator => ({
  sizes,
  weights: drawnWeights(unetShapes(sizes), randomFrom(2)),
});

/** Paints RGB from edges, both -1..1. */
export type Painter = (plane: Float32Array) => Promise<Float32Array>;

/** onnxruntime-web's WASM engine on one thread, with a graph and weights that are the same as ours. */
export async function onnxruntime({ weights, sizes }: Generator, side: number): Promise<Painter> {
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  const session = await ort.InferenceSession.create(unetOnnx(weights, sizes, side));
  return async (plane) => {
    const x = new ort.Tensor('float32', plane, [1, 1, side, side]);
    const { y } = await session.run({ x });
    return (await y?.getData()) as Float32Array; // a float graph
  };
}

/** Our own, on the current backend. */
export function eosin({ weights, sizes }: Generator, side: number): { paint: Painter; dispose(): void } {
  const net = unet(weights, sizes);
  return { paint: (plane) => resultOf(paint(net, [plane], side, side)), dispose: net.dispose };
}

/** Drawn edges: a tenth of the pixels, which is more than any picture has; the time does not depend on them. */
export function edges(side: number): Float32Array {
  const random = randomFrom(1);
  return Float32Array.from({ length: side * side }, () => (random() < 0.1 ? 1 : -1));
}

/**
 * @param ours RGB with channels last.
 * @param theirs RGB with channels first, as ONNX has them.
 * @throws Error when two engines paint different pictures.
 */
export function holdTo(theirs: Float32Array, engine: string, ours: Float32Array): void {
  const pixels = ours.length / 3;
  let worst = 0;
  for (let i = 0; i < ours.length; i++) {
    const other = theirs[(i % 3) * pixels + Math.floor(i / 3)] ?? Number.NaN;
    worst = Math.max(worst, Math.abs((ours[i] ?? Number.NaN) - other));
  }
  if (!(worst < 1e-3)) throw new Error(`${engine} is off ${PEER} by ${worst} of -1..1`);
}
