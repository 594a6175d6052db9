import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';

/** Pixels that one invocation computes, four channels each. */
const PIXELS = 8;
const WORKGROUP = 64;

const each = (line: (p: number) => string) => Array.from({ length: PIXELS }, (_, p) => line(p)).join('\n');

/**
 * A convolution without padding, straight from memory: eight pixels by four channels in registers, no workgroup memory
 * and no barrier. tfjs declares x, kernel and bias as vectors of four channels, result likewise, and the uniforms.
 */
const convWgsl = (bias: boolean, relu: boolean) => /* wgsl */ `
  fn main(index: i32) {
    let outs = uniforms.outShape.w / 4;
    let ins = uniforms.xShape.w / 4;
    let width = uniforms.outShape.z;
    let pixels = uniforms.outShape.y * width;
    let first = (index / outs) * ${PIXELS};
    let channel = index % outs;
    if (first >= pixels) { return; }

    ${each(
      (p) => `
    let pixel${p} = min(first + ${p}, pixels - 1);
    let corner${p} = uniforms.stride * ((pixel${p} / width) * uniforms.xShape.z + pixel${p} % width) * ins;
    var sum${p} = ${bias ? 'bias[channel]' : 'vec4<f32>(0.0)'};`,
    )}

    var tap = channel;
    for (var row = 0; row < uniforms.kernelShape.x; row++) {
      for (var column = 0; column < uniforms.kernelShape.y; column++) {
        let start = (row * uniforms.xShape.z + column) * ins;
        for (var i = start; i < start + ins; i++) {
          let k0 = kernel[tap];
          let k1 = kernel[tap + outs];
          let k2 = kernel[tap + 2 * outs];
          let k3 = kernel[tap + 3 * outs];
          tap += 4 * outs;
          ${each(
            (p) => `
          let v${p} = x[corner${p} + i];
          sum${p} += v${p}.x * k0 + v${p}.y * k1 + v${p}.z * k2 + v${p}.w * k3;`,
          )}
        }
      }
    }
    ${each(
      (p) => `
    if (first + ${p} < pixels) {
      result[(first + ${p}) * outs + channel] = ${relu ? `max(sum${p}, vec4<f32>(0.0))` : `sum${p}`};
    }`,
    )}
  }
`;

/**
 * @param x [1, height, width, in], already padded; `in` and `out` are multiples of 4.
 * @param kernel [height, width, in, out]
 */
export function convOnSoftwareGpu(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  stride: 1 | 2,
  bias: tf.Tensor1D | null,
  relu: boolean,
): tf.Tensor4D {
  const backend = tf.backend() as WebGPUBackend; // callers have looked
  const side = (axis: 1 | 2) => Math.floor((x.shape[axis] - (kernel.shape[axis - 1] ?? 0)) / stride) + 1;
  const outputShape = [1, side(1), side(2), kernel.shape[3]] as const;
  const invocations = Math.ceil((outputShape[1] * outputShape[2]) / PIXELS) * (kernel.shape[3] / 4);
  const result = backend.runWebGPUProgram(
    {
      variableNames: bias ? ['x', 'kernel', 'bias'] : ['x', 'kernel'],
      variableComponents: [4, 4, 4],
      outputComponent: 4,
      outputShape: [...outputShape],
      shaderKey: `eosinConv${bias ? 'Bias' : ''}${relu ? 'Relu' : ''}`,
      workgroupSize: [WORKGROUP, 1, 1],
      dispatchLayout: { x: [0, 1, 2, 3] },
      dispatch: [Math.ceil(invocations / WORKGROUP), 1, 1],
      uniforms: 'stride: i32,',
      getUserCode: () => convWgsl(bias !== null, relu),
    },
    bias ? [x, kernel, bias] : [x, kernel],
    'float32',
    [{ type: 'int32', data: [stride] }],
  );
  return tf.engine().makeTensorFromTensorInfo(result) as tf.Tensor4D; // of outputShape
}
