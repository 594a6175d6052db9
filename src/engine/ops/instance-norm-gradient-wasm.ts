import * as tf from '@tensorflow/tfjs-core';
import { EPSILON, type Norm } from './norm.ts';
import { tensorOnHeap, valuesOnHeap } from './wasm-heap.ts';

/** What comes back through an instance normalisation. */
export interface NormGradients {
  readonly x: tf.Tensor4D;
  readonly scale: tf.Tensor1D;
  readonly offset: tf.Tensor1D;
}

/**
 * As `instanceNormGradient`, in two passes in JavaScript over the WASM heap, sums in doubles. With dz the gradient
 * before the activation, the gradient of a value is `along * dz + across * x + summand`, three numbers a channel.
 */
export function instanceNormGradientOnWasm(
  dy: tf.Tensor4D,
  x: tf.Tensor4D,
  y: tf.Tensor4D,
  { scale }: Norm,
  slope: number,
): NormGradients {
  const channels = x.shape[3];
  const pixels = x.size / channels;
  const { sum, squares, sumDz, sumXDz } = sums(dy, x, y, channels, slope);
  const along = new Float64Array(channels);
  const across = new Float64Array(channels);
  const summand = new Float64Array(channels);
  const dScale = new Float32Array(channels);
  const scales = valuesOnHeap(scale);
  for (let c = 0; c < channels; c++) {
    const mean = (sum[c] as number) / pixels; // all arrays have one value a channel
    const variance = Math.max(0, (squares[c] as number) / pixels - mean * mean);
    const perDeviation = 1 / Math.sqrt(variance + EPSILON);
    const total = sumDz[c] as number;
    const alongNormed = perDeviation * ((sumXDz[c] as number) - mean * total);
    dScale[c] = alongNormed;
    along[c] = (scales[c] as number) * perDeviation;
    across[c] = (-(along[c] as number) * perDeviation * alongNormed) / pixels;
    summand[c] = -((along[c] as number) * total) / pixels - (across[c] as number) * mean;
  }
  const dx = tensorOnHeap(x.shape, (values) => {
    const [d, v, out] = [valuesOnHeap(dy), valuesOnHeap(x), valuesOnHeap(y)];
    for (let i = 0; i < values.length; ) {
      for (let c = 0; c < channels; c++, i++) {
        const dz = (d[i] as number) * ((out[i] as number) > 0 ? 1 : slope); // all four are of one length
        values[i] =
          (along[c] as number) * dz + (across[c] as number) * (v[i] as number) + (summand[c] as number);
      }
    }
  });
  return { x: dx, scale: tf.tensor1d(dScale), offset: tf.tensor1d(Float32Array.from(sumDz)) };
}

/** Of each channel: the sums of x, of its squares, of dz, and of x times dz. */
function sums(dy: tf.Tensor4D, x: tf.Tensor4D, y: tf.Tensor4D, channels: number, slope: number) {
  const sum = new Float64Array(channels);
  const squares = new Float64Array(channels);
  const sumDz = new Float64Array(channels);
  const sumXDz = new Float64Array(channels);
  const [d, v, out] = [valuesOnHeap(dy), valuesOnHeap(x), valuesOnHeap(y)];
  for (let i = 0; i < d.length; ) {
    for (let c = 0; c < channels; c++, i++) {
      const value = v[i] as number; // as above
      const dz = (d[i] as number) * ((out[i] as number) > 0 ? 1 : slope);
      sum[c] = (sum[c] as number) + value;
      squares[c] = (squares[c] as number) + value * value;
      sumDz[c] = (sumDz[c] as number) + dz;
      sumXDz[c] = (sumXDz[c] as number) + value * dz;
    }
  }
  return { sum, squares, sumDz, sumXDz };
}
