import type * as tf from '@tensorflow/tfjs-core';
import type { Unet } from '../nets/unet.ts';
import { PHASE_TAPS } from '../ops/kernel-taps.ts';
import type { Norm } from '../ops/norm.ts';
import type { PlainKernels, Taps } from './packed.ts';

/** A layer of a U-Net as plain numbers. */
export interface PlainLayer extends PlainKernels {
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

/** Numbers of a weight in PyTorch's layout, perhaps as integers. */
export interface PlainWeight {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int8Array;
  /** What an integer of 1 stands for, by output channel; null where the values are the weights. */
  readonly unit: Float32Array | null;
}

const ALL_TAPS = Array.from({ length: 16 }, (_, tap) => tap);
/** @param weightOf by the names and of the shapes of `unetShapes`; vectors are floats. */
export function plainUnet(weightOf: (name: string) => PlainWeight | undefined, depth: number): PlainUnet {
  const vector = (name: string) => weightOf(name)?.values as Float32Array | undefined; // as asked for above
  const ending = (layer: string) => ({
    scale: vector(`${layer}.norm.scale`) ?? null,
    offset: (vector(`${layer}.norm.offset`) ?? vector(`${layer}.conv.bias`)) as Float32Array, // one of both is there
  });
  const kernel = (layer: string) => weightOf(`${layer}.conv.weight`) as PlainWeight; // likewise
  const numbers = Array.from({ length: depth }, (_, i) => i + 1);
  const downs = numbers.map((i): PlainLayer => {
    const { shape, values, unit } = kernel(`down${i}`);
    const [outs = 0, ins = 0] = shape;
    const kernels = [{ values, taps: ALL_TAPS, inStep: 16, outStep: 16 * ins }];
    return { kernels, rows: 4, columns: 4, ins, outs, unit, ...ending(`down${i}`) };
  });
  const ups = numbers.map((i): PlainLayer => {
    const { shape, values, unit } = kernel(`up${i}`);
    const [ins = 0, outs = 0] = shape;
    const kernels = PHASE_TAPS.map((taps) => ({ values, taps, inStep: 16 * outs, outStep: 16 }));
    return { kernels, rows: 2, columns: 2, ins, outs, unit, ...ending(`up${i}`) };
  });
  return { downs, ups };
}

/** The same of a net whose weights are on a backend. @returns null where its transposed convolutions are not kept as phases. */
export async function plainOf({ downs, ups }: Unet): Promise<PlainUnet | null> {
  if (ups.some(({ raised }) => raised.filters.length !== 4)) return null;
  const tapsOf = async (filter: tf.Tensor4D): Promise<Taps> => {
    const [rows, columns, ins, outs] = filter.shape;
    const taps = Array.from({ length: rows * columns }, (_, tap) => tap * ins * outs);
    return { values: await filter.data<'float32'>(), taps, inStep: outs, outStep: 1 };
  };
  const layer = async (
    filters: readonly tf.Tensor4D[],
    norm: Norm | null,
    bias: tf.Tensor1D | null,
  ): Promise<PlainLayer> => {
    const [rows, columns, ins, outs] = (filters[0] as tf.Tensor4D).shape; // there are one or four
    return {
      kernels: await Promise.all(filters.map(tapsOf)),
      ...{ rows, columns, ins, outs, unit: null },
      scale: norm && (await norm.scale.data<'float32'>()),
      offset: await ((norm?.offset ?? bias) as tf.Tensor1D).data<'float32'>(), // without a norm there is a bias
    };
  };
  return {
    downs: await Promise.all(downs.map(({ filter, norm, bias }) => layer([filter], norm, bias))),
    ups: await Promise.all(ups.map(({ raised, norm }) => layer(raised.filters, norm, raised.bias))),
  };
}
