import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

/**
 * The values of a float tensor where tfjs' WASM backend keeps them, to read without a copy.
 * Good until the next tensor is made: that can let the heap grow and move.
 */
export function valuesOnHeap(tensor: tf.TensorInfo): Float32Array {
  const backend = tf.backend() as BackendWasm; // callers have looked at tf.getBackend()
  return backend.typedArrayFromHeap(tensor) as Float32Array; // float32 tensors give Float32Array
}

/** A new tensor on tfjs' WASM backend; `fill` gets its values, which hold anything as yet. */
export function tensorOnHeap<T extends tf.Tensor = tf.Tensor4D>(
  shape: T['shape'],
  fill: (values: Float32Array) => void,
): T {
  const backend = tf.backend() as BackendWasm; // as above
  const info = backend.makeOutput(shape, 'float32');
  fill(valuesOnHeap(info));
  return tf.engine().makeTensorFromTensorInfo(info) as T; // its shape is the one asked for
}
