import * as tf from '@tensorflow/tfjs-core';

/** Numbers of one weight, row-major, in PyTorch's layout: a convolution's is [out, in, rows, columns]. */
export interface Weight {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Weights as tensors on the current backend: a convolution's is [rows, columns, in, out], as tfjs wants it. */
export type Tensors = Map<string, tf.Tensor>;

/**
 * Places weights on the current backend. A transposed convolution's [in, out, rows, columns] becomes
 * [rows, columns, out, in] by the same exchange.
 */
export function toTensors(weights: ReadonlyMap<string, Weight>): Tensors {
  return new Map(
    Array.from(weights, ([name, { shape, values }]) => {
      if (shape.length !== 4) return [name, tf.tensor(values, [...shape])];
      const [outs = 0, ins = 0, rows = 0, columns = 0] = shape;
      const arranged = exchanged(values, outs * ins, rows * columns);
      return [name, tf.tensor(exchangedInner(arranged, outs, ins), [rows, columns, ins, outs])];
    }),
  );
}

/** The opposite of `toTensors`, exactly. */
export async function fromTensors(tensors: ReadonlyMap<string, tf.Tensor>): Promise<Map<string, Weight>> {
  const weights = new Map<string, Weight>();
  for (const [name, tensor] of tensors) {
    const values = Float32Array.from(await tensor.data<'float32'>());
    if (tensor.rank !== 4) {
      weights.set(name, { shape: tensor.shape, values });
      continue;
    }
    const [rows = 0, columns = 0, ins = 0, outs = 0] = tensor.shape;
    const arranged = exchanged(exchangedInner(values, ins, outs), rows * columns, outs * ins);
    weights.set(name, { shape: [outs, ins, rows, columns], values: arranged });
  }
  return weights;
}

/** [rows, columns] to [columns, rows]. */
function exchanged(values: Float32Array, rows: number, columns: number): Float32Array<ArrayBuffer> {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      result[column * rows + row] = values[row * columns + column] as number; // in range by the loops
    }
  }
  return result;
}

/** [any, rows, columns] to [any, columns, rows]. */
function exchangedInner(values: Float32Array, rows: number, columns: number): Float32Array<ArrayBuffer> {
  const result = new Float32Array(values.length);
  const size = rows * columns;
  for (let from = 0; from < values.length; from += size) {
    result.set(exchanged(values.subarray(from, from + size), rows, columns), from);
  }
  return result;
}
