import type { Picture } from '../picture.ts';
import { type CannySettings, integerThresholds } from './canny.ts';
import { gaussianBlur, gaussianWeights } from './gaussian.ts';
import { gaussianWgsl } from './gaussian.wgsl.ts';
import { type GpuJob, kernelOf, onGpu } from './gpu-job.ts';
import { hysteresisWgsl } from './hysteresis.wgsl.ts';
import { sobelTaps, sobelWgsl } from './sobel.wgsl.ts';
import { thinWgsl } from './thin.wgsl.ts';

const codes = {
  rows: gaussianWgsl,
  columns: gaussianWgsl,
  sobel: sobelWgsl,
  thin: thinWgsl,
  label: hysteresisWgsl,
  unite: hysteresisWgsl,
  strengthen: hysteresisWgsl,
  write: hysteresisWgsl,
} as const;
type Kernels = Readonly<Record<keyof typeof codes, GPUComputePipeline>>;

/** The kernels of Canny, compiled for a device. */
export async function cannyKernels(gpu: GPUDevice): Promise<Kernels> {
  const named = Object.entries(codes).map(
    async ([name, code]) => [name, await kernelOf(gpu, code, name)] as const,
  );
  return Object.fromEntries(await Promise.all(named)) as Kernels; // one entry for each key of `codes`
}

/**
 * The same edges as `canny()`, on WebGPU: one submission, one readback.
 *
 * @throws Error when the device reports an error or is lost.
 */
export async function cannyOnGpu(
  gpu: GPUDevice,
  picture: Picture,
  settings: CannySettings,
): Promise<Picture> {
  const { width, height } = picture;
  const kernels = await cannyKernels(gpu);
  // The kernel of the blur knows one channel; colours are blurred before they go to the GPU.
  const isColour = picture.channels > 1;
  const ready = isColour ? gaussianBlur(picture, settings.sigma) : picture;
  const data = await onGpu(gpu, width * height, (job) => {
    const values = job.filled(new Uint32Array(ready.data));
    const smooth =
      settings.sigma > 0 && !isColour ? blurred(job, kernels, values, picture, settings.sigma) : values;
    const marks = thinned(job, kernels, smooth, picture, settings);
    return hysteresisJob(job, kernels, marks, width, height);
  });
  return { width, height, channels: 1, data };
}

function blurred(
  job: GpuJob,
  kernels: Kernels,
  values: GPUBuffer,
  { width, height }: Picture,
  sigma: number,
) {
  const weights = gaussianWeights(sigma);
  const size = job.uniform(width, height, weights.length);
  const taps = job.filled(Uint32Array.from(weights));
  const sums = job.empty(width * height * 4);
  const out = job.empty(width * height * 4);
  job.run(kernels.rows, [size, taps, values, sums], width, height);
  job.run(kernels.columns, [size, taps, sums, out], width, height);
  return out;
}

function thinned(
  job: GpuJob,
  kernels: Kernels,
  values: GPUBuffer,
  { width, height, channels }: Picture,
  settings: CannySettings,
) {
  const { aperture, norm } = settings;
  const taps = job.filled(Int32Array.from(sobelTaps[aperture]));
  const gradient = job.empty(width * height * 4);
  const magnitude = job.empty(width * height * 4);
  const sobelSize = job.uniform(width, height, channels, aperture, Number(norm === 'L2'));
  job.run(kernels.sobel, [sobelSize, taps, values, gradient, magnitude], width, height);

  const { low, high } = integerThresholds(settings);
  const inRange = (threshold: number) => Math.max(-1, Math.min(2 ** 31 - 1, threshold)); // of a 32-bit integer
  const marks = job.empty(width * height * 4);
  const thinSize = job.uniform(width, height, inRange(low), inRange(high));
  job.run(kernels.thin, [thinSize, gradient, magnitude, marks], width, height);
  return marks;
}

/**
 * The passes of hysteresis.
 *
 * @param marks height * width integers: GROUND, WEAK or STRONG.
 * @returns height * width bytes, rounded up to whole words: 255 on an edge, 0 elsewhere.
 */
export function hysteresisJob(
  job: GpuJob,
  kernels: Kernels,
  marks: GPUBuffer,
  width: number,
  height: number,
): GPUBuffer {
  const size = job.uniform(width, height);
  const labels = job.empty(width * height * 4);
  const strong = job.empty(width * height * 4);
  const edges = job.empty(width * height);
  job.run(kernels.label, [size, marks, labels], width, height);
  job.run(kernels.unite, [size, marks, labels], width, height);
  job.run(kernels.strengthen, [size, marks, labels, strong], width, height);
  job.run(kernels.write, [size, marks, labels, strong, edges], Math.ceil(width / 4), height);
  return edges;
}
