import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { EPSILON, type Norm } from './norm.ts';

/** Channels and pixels that one workgroup of 256 invocations goes through side by side. */
const CHANNELS = 4;
const LANES = 64;

/**
 * Factor and summand of the affine map that normalises each channel, as in `normalising()` of instance-norm-wasm.ts.
 * Two rounds over the pixels, the mean first: in float32 the mean of squares less the squared mean would cancel.
 * tfjs declares x, scale, offset, result [2, channels] and the uniforms with their shapes.
 */
const factorsWgsl = /* wgsl */ `
  var<workgroup> partial: array<f32, ${CHANNELS * LANES}>;

  fn total(local: u32, value: f32) -> f32 {
    partial[local] = value;
    workgroupBarrier();
    var sum = 0.0;
    for (var lane = 0u; lane < ${LANES}u; lane++) { sum += partial[lane * ${CHANNELS}u + local % ${CHANNELS}u]; }
    workgroupBarrier(); // the next call overwrites
    return sum;
  }

  fn main() {
    let channels = uniforms.xShape.w;
    let pixels = uniforms.xShape.y * uniforms.xShape.z;
    let channel = i32(workgroupId.x * ${CHANNELS}u + localIndex % ${CHANNELS}u);
    let lane = i32(localIndex / ${CHANNELS}u);
    let there = channel < channels; // the last workgroup may reach beyond; all must meet at the barriers

    var sum = 0.0;
    for (var p = lane; there && p < pixels; p += ${LANES}) { sum += x[p * channels + channel]; }
    let mean = total(localIndex, sum) / f32(pixels);

    var squares = 0.0;
    for (var p = lane; there && p < pixels; p += ${LANES}) {
      let away = x[p * channels + channel] - mean;
      squares += away * away;
    }
    let variance = total(localIndex, squares) / f32(pixels);

    if (there && lane == 0) {
      let factor = scale[channel] / sqrt(variance + ${EPSILON});
      result[channel] = factor;
      result[channels + channel] = offset[channel] - mean * factor;
    }
  }
`;

/** The affine map and the activation, value by value. tfjs declares x, factors, result and the uniforms. */
const applyWgsl = /* wgsl */ `
  fn main(index: i32) {
    if (index >= uniforms.size) { return; }
    let channels = uniforms.xShape.w;
    let channel = index % channels;
    let v = x[index] * factors[channel] + factors[channels + channel];
    result[index] = select(v * uniforms.slope, v, v > 0.0);
  }
`;

/** `instanceNorm` in two dispatches, where tfjs' own operations take some ten. */
export function instanceNormOnWebGpu(x: tf.Tensor4D, { scale, offset }: Norm, slope: number): tf.Tensor4D {
  const backend = tf.backend() as WebGPUBackend; // callers have looked at tf.getBackend()
  const channels = x.shape[3];
  const factors = backend.runWebGPUProgram(
    {
      variableNames: ['x', 'scale', 'offset'],
      outputShape: [2, channels],
      shaderKey: 'eosinInstanceNormFactors',
      workgroupSize: [CHANNELS * LANES, 1, 1],
      dispatchLayout: { x: [0], y: [1] }, // not flat: main() then reads the built-in indices itself
      dispatch: [Math.ceil(channels / CHANNELS), 1, 1],
      getUserCode: () => factorsWgsl,
    },
    [x, scale, offset],
    'float32',
  );
  const normed = backend.runWebGPUProgram(
    {
      variableNames: ['x', 'factors'],
      outputShape: x.shape,
      shaderKey: 'eosinInstanceNormApply',
      workgroupSize: [64, 1, 1],
      dispatchLayout: { x: [0, 1, 2, 3] },
      dispatch: [Math.ceil(x.size / 64), 1, 1],
      size: true,
      uniforms: 'slope: f32,',
      getUserCode: () => applyWgsl,
    },
    [x, factors],
    'float32',
    [{ type: 'float32', data: [slope] }],
  );
  backend.disposeData(factors.dataId);
  return tf.engine().makeTensorFromTensorInfo(normed) as tf.Tensor4D; // of the shape of x
}
