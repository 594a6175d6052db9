import * as tf from '@tensorflow/tfjs-core';
import { weaveOnWasm } from './weave-wasm.ts';

/**
 * Four pictures of one size become one of twice the size: `phases[2p + q]` holds its pixels at rows of parity p and
 * columns of parity q.
 *
 * @param phases four of [1, height, width, channels].
 */
export function weave(phases: readonly tf.Tensor4D[]): tf.Tensor4D {
  if (tf.getBackend() === 'wasm') return weaveOnWasm(phases, null, 1, null);
  return tf.tidy(() => tf.depthToSpace(tf.concat([...phases], 3), 2, 'NHWC'));
}
