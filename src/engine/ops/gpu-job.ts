const built = new WeakMap<GPUDevice, Map<string, Promise<GPUComputePipeline>>>();

/** A kernel compiled for a device, once. */
export function kernelOf(gpu: GPUDevice, code: string, entryPoint: string): Promise<GPUComputePipeline> {
  const kernels = built.get(gpu) ?? new Map<string, Promise<GPUComputePipeline>>();
  built.set(gpu, kernels);
  const key = `${entryPoint} ${code}`;
  const known = kernels.get(key);
  if (known) return known;
  const module = gpu.createShaderModule({ code, label: entryPoint });
  const kernel = gpu.createComputePipelineAsync({ layout: 'auto', compute: { module, entryPoint } });
  kernels.set(key, kernel);
  return kernel;
}

/** What a job on the GPU is put together from. */
export interface GpuJob {
  /** A storage buffer, all 0. */
  empty(bytes: number): GPUBuffer;
  /** A storage buffer that holds these values. */
  filled(values: Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer>): GPUBuffer;
  /** A uniform buffer of 32-bit integers. */
  uniform(...values: number[]): GPUBuffer;
  /** Runs a kernel of 16x16 threads a workgroup over width x height threads, its bindings 0, 1, 2, ... as given. */
  run(kernel: GPUComputePipeline, bound: readonly GPUBuffer[], width: number, height: number): void;
}

/**
 * A job of one submission and one readback; its buffers are given back however it ends.
 *
 * @param bytes how many are read back.
 * @param encode calls the kernels in their order and says which buffer is read back.
 * @throws Error when the device reports an error (which WebGPU itself keeps silent) or is lost.
 */
export async function onGpu(
  gpu: GPUDevice,
  bytes: number,
  encode: (job: GpuJob) => GPUBuffer,
): Promise<Uint8Array<ArrayBuffer>> {
  const { STORAGE, UNIFORM, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
  const buffers: GPUBuffer[] = [];
  const make = (wanted: number, usage: GPUBufferUsageFlags) => {
    const buffer = gpu.createBuffer({ size: Math.max(16, Math.ceil(wanted / 4) * 4), usage });
    buffers.push(buffer);
    return buffer;
  };
  const holding = (
    values: Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer>,
    usage: GPUBufferUsageFlags,
  ) => {
    const buffer = make(values.byteLength, usage | COPY_DST);
    gpu.queue.writeBuffer(buffer, 0, values);
    return buffer;
  };
  const submit = () => {
    const encoder = gpu.createCommandEncoder();
    const pass = encoder.beginComputePass();
    const result = encode({
      empty: (wanted) => make(wanted, STORAGE | COPY_SRC),
      filled: (values) => holding(values, STORAGE),
      uniform: (...values) => holding(Int32Array.from(values), UNIFORM),
      run(kernel, bound, width, height) {
        const entries = bound.map((buffer, binding) => ({ binding, resource: { buffer } }));
        pass.setPipeline(kernel);
        pass.setBindGroup(0, gpu.createBindGroup({ layout: kernel.getBindGroupLayout(0), entries }));
        pass.dispatchWorkgroups(Math.ceil(width / 16), Math.ceil(height / 16));
      },
    });
    pass.end();
    const copy = make(result.size, COPY_DST | MAP_READ);
    encoder.copyBufferToBuffer(result, 0, copy, 0, result.size);
    gpu.queue.submit([encoder.finish()]);
    return copy;
  };

  try {
    // Opened and closed with nothing awaited in between, so that nobody else's scope is closed.
    gpu.pushErrorScope('validation');
    gpu.pushErrorScope('out-of-memory');
    let faults: Promise<(GPUError | null)[]>;
    let copy: GPUBuffer;
    try {
      copy = submit();
    } finally {
      faults = Promise.all([gpu.popErrorScope(), gpu.popErrorScope()]);
    }
    for (const fault of await faults) if (fault) throw new Error(`the GPU refused a job: ${fault.message}`);
    await copy.mapAsync(GPUMapMode.READ);
    return new Uint8Array(copy.getMappedRange(), 0, bytes).slice();
  } finally {
    for (const buffer of buffers) buffer.destroy();
  }
}
