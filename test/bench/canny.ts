import { availableParallelism } from 'node:os';
import cv from '@techstark/opencv-js';
import { isImitation } from '../../src/engine/device/device.ts';
import { type CannySettings, canny } from '../../src/engine/ops/canny.ts';
import { cannyOnGpu } from '../../src/engine/ops/canny-gpu.ts';
import type { Picture } from '../../src/engine/picture.ts';
import { dawnDevice } from '../dawn.ts';
import { differing } from '../differing.ts';
import { discs } from '../discs.ts';
import { race } from './race.ts';
import { type Row, rowOf } from './row.ts';

export const PEER = 'opencv-js, WASM';
const sizes = [512, 1024, 2048, 4096] as const;

const plain = { sigma: 0, aperture: 3, norm: 'L1', low: 100, high: 200 } as const;
const works: Readonly<Record<string, CannySettings>> = {
  'Canny L1': plain,
  'Canny L2': { ...plain, norm: 'L2' },
  'Canny L2, blur 1.4': { ...plain, norm: 'L2', sigma: 1.4, low: 30, high: 80 },
  'Canny L1, aperture 5': { ...plain, aperture: 5, low: 1500, high: 3000 },
  'Canny L1, aperture 7': { ...plain, aperture: 7, low: 15_000, high: 40_000 },
};

/** The one work that WebGPU does too; on a software adapter, which takes ten seconds for it at 4096 px, up to 1024 px. */
const ON_WEBGPU = 'Canny L1';

/** opencv-js begins on import; its module has a `then` of its own that resolves to itself, so it is never awaited. */
export const opencvStarted = () =>
  new Promise<void>((resolve) => {
    if (cv.Mat) resolve();
    else cv.onRuntimeInitialized = resolve;
  });

/** `cv.GaussianBlur` and `cv.Canny` on matrices that are there already: copying in and out is not counted. */
export function opencv(
  { width, height, data }: Picture,
  { sigma, aperture, norm, low, high }: CannySettings,
) {
  const source = new cv.Mat(height, width, cv.CV_8UC1);
  source.data.set(data);
  const blurred = new cv.Mat();
  const edges = new cv.Mat();
  return {
    run() {
      if (sigma > 0) cv.GaussianBlur(source, blurred, new cv.Size(0, 0), sigma);
      cv.Canny(sigma > 0 ? blurred : source, edges, low, high, aperture, norm === 'L2');
    },
    edges: () => edges.data as Uint8Array,
    free() {
      for (const matrix of [source, blurred, edges]) matrix.delete();
    },
  };
}

const isSoftware = ({ adapterInfo: { description, vendor, architecture } }: GPUDevice) =>
  isImitation(`${description} ${vendor} ${architecture}`);

const nameOf = (gpu: GPUDevice) => {
  const { description, vendor, architecture } = gpu.adapterInfo;
  const adapter = description || `${vendor} ${architecture}`;
  return `Eosin, WebGPU (${adapter}${isSoftware(gpu) ? ', a software GPU' : ''})`;
};

/** @throws Error when an engine's edges are not those of opencv-js. */
export function holdTo(expected: Uint8Array, engine: string, found: Uint8Array): void {
  const off = differing(found, expected);
  if (off > 0) throw new Error(`${engine}: ${off} pixels are not those of ${PEER}`);
}

/**
 * Canny in Node on square pictures of discs: the plain TypeScript and the WebGPU kernels (with the readback; on the
 * software adapter where there is no GPU) beside opencv-js, in turns within the same rounds.
 */
export async function bench(): Promise<Row[]> {
  await opencvStarted();
  const gpu = await dawnDevice();
  const software = isSoftware(gpu);
  const rows: Row[] = [];
  for (const size of sizes) {
    const picture = discs(size, 1);
    for (const [what, settings] of Object.entries(works)) {
      const row = { what, size, threads: 1, clock: 'processor' } as const;
      const peer = opencv(picture, settings);
      const ours = async () => canny(picture, settings);
      const theirs = async () => peer.run();
      await theirs();
      holdTo(peer.edges(), 'Eosin, plain TypeScript', (await ours()).data);
      const times = await race({ ours, theirs }, size > 2048 ? 9 : 25, row.clock);
      rows.push(
        rowOf({ ...row, engine: PEER }, times.theirs),
        rowOf({ ...row, engine: 'Eosin, plain TypeScript' }, times.ours, { peer: PEER, times: times.theirs }),
      );
      if (what === ON_WEBGPU && (size <= 1024 || !software)) {
        const onWebgpu = () => cannyOnGpu(gpu, picture, settings);
        holdTo(peer.edges(), nameOf(gpu), (await onWebgpu()).data);
        const slow = await race({ onWebgpu, theirs }, software ? 1 : 15, 'wall');
        const all = { ...row, threads: availableParallelism(), clock: 'wall' } as const;
        rows.push(rowOf({ ...all, engine: nameOf(gpu) }, slow.onWebgpu, { peer: PEER, times: slow.theirs }));
      }
      peer.free();
    }
  }
  gpu.destroy();
  return rows;
}
