import type * as tf from '@tensorflow/tfjs-core';
import type { Unet } from '../nets/unet.ts';
import type { StoredKernel } from '../ops/kernel-taps.ts';
import { kernelOf, phasesOf } from '../ops/kernel-taps.ts';
import type { Norm } from '../ops/norm.ts';

/** A layer of a U-Net as plain numbers. */
export interface PlainLayer {
  /** One of a convolution, or the four phases of a transposed one; each [rows, columns, in, out]. */
  readonly kernels: readonly Float32Array[];
  readonly shape: readonly [rows: number, columns: number, ins: number, outs: number];
  /** Of an instance norm; null where a bias alone follows. */
  readonly scale: Float32Array | null;
  /** Of the norm, or the bias. */
  readonly offset: Float32Array;
}

/** A U-Net as plain numbers: outermost first on the way down, innermost first on the way up. */
export interface PlainUnet {
  readonly downs: readonly PlainLayer[];
  readonly ups: readonly PlainLayer[];
}

/** @param weights by the names and of the shapes of `unetShapes`. */
export function plainUnet(weights: ReadonlyMap<string, StoredKernel>, depth: number): PlainUnet {
  const of = (name: string) => weights.get(name) as StoredKernel; // the caller has compared them with unetShapes
  const ending = (layer: string) => ({
    scale: weights.get(`${layer}.norm.scale`)?.values ?? null,
    offset: of(weights.has(`${layer}.norm.offset`) ? `${layer}.norm.offset` : `${layer}.conv.bias`).values,
  });
  const numbers = Array.from({ length: depth }, (_, i) => i + 1);
  const downs = numbers.map((i): PlainLayer => {
    const stored = of(`down${i}.conv.weight`);
    const [outs = 0, ins = 0] = stored.shape;
    return { kernels: [kernelOf(stored)], shape: [4, 4, ins, outs], ...ending(`down${i}`) };
  });
  const ups = numbers.map((i): PlainLayer => {
    const stored = of(`up${i}.conv.weight`);
    const [ins = 0, outs = 0] = stored.shape;
    return { kernels: phasesOf(stored), shape: [2, 2, ins, outs], ...ending(`up${i}`) };
  });
  return { downs, ups };
}

/** The same of a net whose weights are on a backend. @returns null where its transposed convolutions are not kept as phases. */
export async function plainOf({ downs, ups }: Unet): Promise<PlainUnet | null> {
  if (ups.some(({ raised }) => raised.filters.length !== 4)) return null;
  const layer = async (
    filters: readonly tf.Tensor4D[],
    norm: Norm | null,
    bias: tf.Tensor1D | null,
  ): Promise<PlainLayer> => ({
    kernels: await Promise.all(filters.map((filter) => filter.data<'float32'>())),
    shape: (filters[0] as tf.Tensor4D).shape, // one or four
    scale: norm && (await norm.scale.data<'float32'>()),
    offset: await ((norm?.offset ?? bias) as tf.Tensor1D).data<'float32'>(), // without a norm there is a bias
  });
  return {
    downs: await Promise.all(downs.map(({ filter, norm, bias }) => layer([filter], norm, bias))),
    ups: await Promise.all(ups.map(({ raised, norm }) => layer(raised.filters, norm, raised.bias))),
  };
}
