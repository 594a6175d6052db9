import * as tf from '@tensorflow/tfjs-core';
import { conv, isSoftwareGpu, type Margin } from './conv.ts';
import { phasesOf, type StoredKernel, tapsOf } from './kernel-taps.ts';
import { weave } from './weave.ts';

/**
 * How a transposed convolution is computed: `phases` as four 2x2 convolutions, one for each parity of the output's
 * row and column, whose results are woven together; `whole` by tfjs' conv2dTranspose.
 */
export type Form = 'phases' | 'whole';

/** A 4x4 transposed convolution of stride 2 and padding 1, its weights arranged for a form. */
export interface ConvTranspose {
  /** `phases`: four of [2, 2, in, out], by row parity, then column parity; `whole`: one of [4, 4, out, in]. */
  readonly filters: readonly tf.Tensor4D[];
  readonly bias: tf.Tensor1D | null;
}

/**
 * The form that was measured to be faster on the current backend, 16 to 128 px (PLATFORM.md 8). WASM: phases, 2 to 7
 * times. WebGL and WebGPU on software adapters: phases, 1.7 to 4 times, but for a head of 3 channels `whole`. WebGPU on a
 * real GPU was not measured.
 */
export function fasterForm(outChannels: number): Form {
  const backend = tf.getBackend();
  if (backend === 'wasm') return 'phases';
  if (backend === 'webgpu' && !isSoftwareGpu()) return 'whole';
  return outChannels < 4 ? 'whole' : 'phases';
}

/**
 * Places the weights on the current backend.
 *
 * @param weight PyTorch's layout, [in, out, 4, 4].
 */
export function arrangeConvTranspose(
  weight: StoredKernel,
  bias: tf.Tensor1D | null,
  form: Form,
): ConvTranspose {
  const [ins = 0, outs = 0] = weight.shape;
  if (form === 'whole') {
    const all = Array.from({ length: 16 }, (_, tap) => tap);
    return { filters: [tf.tensor4d(tapsOf(weight, all, [1, ins]), [4, 4, outs, ins])], bias };
  }
  return { filters: phasesOf(weight).map((phase) => tf.tensor4d(phase, [2, 2, ins, outs])), bias };
}

/** The four phases: for row parity, then column parity, the output's pixels of that parity. */
export function convPhases(x: tf.Tensor4D, { filters, bias }: ConvTranspose): tf.Tensor4D[] {
  return filters.map((filter, k) => {
    const [top, left] = [k < 2 ? 1 : 0, k % 2 === 0 ? 1 : 0];
    const margin: Margin = { top, bottom: 1 - top, left, right: 1 - left };
    return conv(x, filter, 1, margin, bias && { bias, relu: false });
  });
}

/** @returns [1, 2 * height, 2 * width, out]. */
export function convTranspose(x: tf.Tensor4D, conv: ConvTranspose): tf.Tensor4D {
  const [filter] = conv.filters;
  return tf.tidy(() => {
    if (conv.filters.length === 4) return weave(convPhases(x, conv));
    const [, height, width] = x.shape;
    const outs = filter?.shape[2] ?? 0;
    const raised = tf.conv2dTranspose(x, filter as tf.Tensor4D, [1, 2 * height, 2 * width, outs], 2, 'same'); // whole
    return conv.bias ? tf.add(raised, conv.bias) : raised;
  });
}
