import type { Picture } from '../picture.ts';
import { type CannySettings, integerThresholds } from './canny.ts';
import { gaussianSide, gaussianWeights } from './gaussian.ts';
import { gaussianWgsl } from './gaussian.wgsl.ts';
import { hysteresisWgsl } from './hysteresis.wgsl.ts';
import { sobelKernels } from './sobel.ts';
import { sobelWgsl } from './sobel.wgsl.ts';
import { thinWgsl } from './thin.wgsl.ts';

const kernels = {
  rows: gaussianWgsl,
  columns: gaussianWgsl,
  sobel: sobelWgsl,
  thin: thinWgsl,
  label: hysteresisWgsl,
  unite: hysteresisWgsl,
  strengthen: hysteresisWgsl,
  write: hysteresisWgsl,
} as const;
type Kernel = keyof typeof kernels;
type Pipelines = Readonly<Record<Kernel, GPUComputePipeline>>;

const built = new WeakMap<GPUDevice, Promise<Pipelines>>();

/** The kernels compiled for a device, once. Each takes the bindings that its shader declares, used or not. */
function pipelinesOf(gpu: GPUDevice): Promise<Pipelines> {
  const known = built.get(gpu);
  if (known) return known;
  const layouts = new Map<string, GPUPipelineLayout>();
  const layoutOf = (code: string) => {
    const before = layouts.get(code);
    if (before) return before;
    const entries = [
      ...code.matchAll(/@binding\((\d)\) var<(uniform|storage, read_write|storage, read)>/g),
    ].map(
      ([, binding, kind]): GPUBindGroupLayoutEntry => ({
        binding: Number(binding),
        visibility: GPUShaderStage.COMPUTE,
        buffer: {
          type: kind === 'uniform' ? 'uniform' : kind === 'storage, read' ? 'read-only-storage' : 'storage',
        },
      }),
    );
    const layout = gpu.createPipelineLayout({ bindGroupLayouts: [gpu.createBindGroupLayout({ entries })] });
    layouts.set(code, layout);
    return layout;
  };
  const pipelines = Promise.all(
    Object.entries(kernels).map(async ([entryPoint, code]) => {
      const module = gpu.createShaderModule({ code, label: entryPoint });
      const pipeline = await gpu.createComputePipelineAsync({
        layout: layoutOf(code),
        compute: { module, entryPoint },
      });
      return [entryPoint, pipeline] as const;
    }),
  ).then((entries) => Object.fromEntries(entries) as Pipelines); // one entry for each key of `kernels`
  built.set(gpu, pipelines);
  return pipelines;
}

/**
 * The same edges as `canny()`, on WebGPU: one submission, one readback, all buffers given back.
 *
 * @throws Error when the device reports a validation error (which WebGPU itself keeps silent) or is lost.
 */
export async function cannyOnGpu(
  gpu: GPUDevice,
  picture: Picture,
  settings: CannySettings,
): Promise<Picture> {
  const pipelines = await pipelinesOf(gpu);
  const { width, height, channels, data } = picture;
  const pixels = width * height;
  const buffers: GPUBuffer[] = [];
  const empty = (bytes: number, usage: GPUBufferUsageFlags) => {
    const buffer = gpu.createBuffer({ size: Math.max(16, Math.ceil(bytes / 4) * 4), usage });
    buffers.push(buffer);
    return buffer;
  };
  const filled = (values: Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer>, usage: GPUBufferUsageFlags) => {
    const buffer = empty(values.byteLength, usage | GPUBufferUsage.COPY_DST);
    gpu.queue.writeBuffer(buffer, 0, values);
    return buffer;
  };
  const uniform = (...values: number[]) => filled(Int32Array.from(values), GPUBufferUsage.UNIFORM);
  const { STORAGE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;

  gpu.pushErrorScope('validation');
  gpu.pushErrorScope('out-of-memory');
  let scopes = 2;
  const raise = async () => {
    for (; scopes > 0; scopes--) {
      const error = await gpu.popErrorScope();
      if (error) throw new Error(`the GPU refused the edge kernels: ${error.message}`);
    }
  };
  try {
    const encoder = gpu.createCommandEncoder();
    const pass = encoder.beginComputePass();
    const run = (kernel: Kernel, bound: readonly GPUBuffer[], columns = width) => {
      const pipeline = pipelines[kernel];
      const entries = bound.map((buffer, binding) => ({ binding, resource: { buffer } }));
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, gpu.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
      pass.dispatchWorkgroups(Math.ceil(columns / 16), Math.ceil(height / 16));
    };

    let values = filled(Uint32Array.from(data), STORAGE);
    if (settings.sigma > 0) {
      const weights = gaussianWeights(settings.sigma);
      const size = uniform(width, height, gaussianSide(settings.sigma));
      const taps = filled(Int32Array.from(weights), STORAGE);
      const sums = empty(pixels * 4, STORAGE);
      const blurred = empty(pixels * 4, STORAGE);
      run('rows', [size, taps, values, sums]);
      run('columns', [size, taps, sums, blurred]);
      values = blurred;
    }

    const { smooth, derivative } = sobelKernels[settings.aperture];
    const taps = filled(Int32Array.from([...smooth, ...derivative]), STORAGE);
    const gradient = empty(pixels * 8, STORAGE);
    const magnitude = empty(pixels * 4, STORAGE);
    const isL2 = Number(settings.norm === 'L2');
    run('sobel', [
      uniform(width, height, channels, settings.aperture, isL2),
      taps,
      values,
      gradient,
      magnitude,
    ]);

    const { low, high } = integerThresholds(settings);
    const inRange = (threshold: number) => Math.max(-1, Math.min(2 ** 31 - 1, threshold)); // of a 32-bit integer
    const marks = empty(pixels * 4, STORAGE);
    run('thin', [uniform(width, height, inRange(low), inRange(high)), gradient, magnitude, marks]);

    const size = uniform(width, height);
    const labels = empty(pixels * 4, STORAGE);
    const strong = empty(pixels * 4, STORAGE); // a new buffer is all 0
    const edges = empty(pixels, STORAGE | COPY_SRC);
    const chains = [size, marks, labels, strong, edges];
    run('label', chains);
    run('unite', chains);
    run('strengthen', chains);
    run('write', chains, Math.ceil(width / 4));
    pass.end();

    const read = empty(edges.size, COPY_DST | MAP_READ);
    encoder.copyBufferToBuffer(edges, 0, read, 0, edges.size);
    gpu.queue.submit([encoder.finish()]);
    await raise();
    await read.mapAsync(GPUMapMode.READ);
    return { width, height, channels: 1, data: new Uint8Array(read.getMappedRange(), 0, pixels).slice() };
  } finally {
    for (const buffer of buffers) buffer.destroy();
    for (; scopes > 0; scopes--) gpu.popErrorScope().catch(() => {});
  }
}
