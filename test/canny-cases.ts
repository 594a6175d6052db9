import { type CannySettings, canny } from '../src/engine/ops/canny.ts';
import { cannyKernels, cannyOnGpu, hysteresisJob } from '../src/engine/ops/canny-gpu.ts';
import { onGpu } from '../src/engine/ops/gpu-job.ts';
import { hysteresis } from '../src/engine/ops/hysteresis.ts';
import { GROUND, STRONG, WEAK } from '../src/engine/ops/thin.ts';
import type { Picture } from '../src/engine/picture.ts';
import { randomFrom } from '../src/engine/random.ts';
import { differing } from './differing.ts';
import { discs } from './discs.ts';
import { serpentine } from './drawn.ts';

// The kernels of Canny against the plain code, bit for bit: `src/engine/ops/canny-gpu.test.ts` runs these cases over Dawn
// in Node, `test/devices/canny.test.ts` in Chromium, `test/engines/webgpu.page.ts` in Firefox, where there is no Vitest.

interface GpuCase {
  readonly name: string;
  /** @throws Error where a pixel differs. */
  check(gpu: GPUDevice): Promise<void>;
}

function noise(width: number, height: number, channels: 1 | 3, seed: number): Picture {
  const random = randomFrom(seed);
  const data = Uint8Array.from({ length: width * height * channels }, () => random() * 256);
  return { width, height, channels, data };
}

const settings = (change: Partial<CannySettings>): CannySettings => ({
  ...{ sigma: 0, aperture: 3, norm: 'L1', low: 100, high: 300 },
  ...change,
});

const pictures: readonly (readonly [name: string, picture: Picture, settings: CannySettings])[] = [
  ['noise of 61x47', noise(61, 47, 1, 1), settings({})],
  [
    'noise of 61x47, L2, blurred',
    noise(61, 47, 1, 2),
    settings({ norm: 'L2', sigma: 1.4, low: 20, high: 70 }),
  ],
  ['noise of 50x33, aperture 5', noise(50, 33, 1, 3), settings({ aperture: 5, low: 1500, high: 4000 })],
  [
    'noise of 50x33, aperture 7, L2',
    noise(50, 33, 1, 4),
    settings({ aperture: 7, norm: 'L2', low: 9e3, high: 3e4 }),
  ],
  ['colours of 19x40', noise(19, 40, 3, 5), settings({ high: 600 })],
  ['one row', noise(130, 1, 1, 6), settings({})],
  ['one column', noise(1, 77, 1, 7), settings({})],
  ['one pixel, blurred wider than the picture', noise(1, 1, 1, 8), settings({ sigma: 3 })],
  ['discs of 512', discs(512, 9), settings({ sigma: 1, low: 60, high: 200 })],
  [
    'thresholds that a 32-bit integer cannot hold',
    noise(20, 20, 1, 10),
    settings({ low: -1e300, high: 1e300 }),
  ],
];

/** A field of marks, `width` a row. */
interface Marks {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array<ArrayBuffer>;
  /** How many edges there are to be, where that is known beforehand. */
  readonly edges?: number;
}

function marksWhere(name: string, side: number, isWeak: (x: number, y: number) => boolean): Marks {
  const data = Uint8Array.from({ length: side * side }, (_, i) =>
    isWeak(i % side, Math.floor(i / side)) ? WEAK : GROUND,
  );
  data[data.lastIndexOf(WEAK)] = STRONG;
  return { name, width: side, height: side, data };
}

/** A path through 2048x2048 pixels, 2,098,175 steps long, strong in one pixel at most. */
function longPath(strongAt: 'its first pixel' | 'its last pixel' | 'no pixel'): Marks {
  const { marks, side, length } = serpentine(WEAK);
  const data = new Uint8Array(side * side);
  for (let y = 0; y < side; y++) {
    const from = (y + 1) * (side + 2) + 1;
    data.set(marks.subarray(from, from + side), y * side);
  }
  if (strongAt === 'its first pixel') data[0] = STRONG;
  if (strongAt === 'its last pixel') data[(side - 2) * side] = STRONG;
  const name = `a path over 2048x2048 that is strong in ${strongAt}`;
  return { name, width: side, height: side, data, edges: strongAt === 'no pixel' ? 0 : length };
}

function chains(): Marks[] {
  const random = randomFrom(11);
  const chance = (share: number) => () => random() < share;
  return [
    marksWhere('a checkerboard, joined at its corners', 65, (x, y) => (x + y) % 2 === 0),
    marksWhere('a comb', 70, (x, y) => y === 0 || x % 2 === 0),
    marksWhere('a comb upside down', 70, (x, y) => y === 69 || x % 2 === 0),
    marksWhere('a full square', 100, () => true),
    // Around the share where chains of random pixels begin to run through the whole field, 0.41.
    ...[0.3, 0.41, 0.5].map((share) => marksWhere(`random marks, ${share} of all`, 300, chance(share))),
    longPath('its first pixel'),
    longPath('its last pixel'),
    longPath('no pixel'),
  ];
}

function same(found: Uint8Array, expected: Uint8Array): void {
  const count = differing(found, expected);
  if (count > 0) throw new Error(`${count} pixels differ`);
}

/** Follows marks on the GPU and by the plain code. */
async function checkChains(gpu: GPUDevice, { width, height, data, edges }: Marks): Promise<void> {
  const ringed = new Uint8Array((width + 2) * (height + 2));
  for (let y = 0; y < height; y++) {
    ringed.set(data.subarray(y * width, (y + 1) * width), (y + 1) * (width + 2) + 1);
  }
  const plain = hysteresis(ringed, width, height);
  const kernels = await cannyKernels(gpu);
  const found = await onGpu(gpu, width * height, (job) =>
    hysteresisJob(job, kernels, job.filled(new Uint32Array(data)), width, height),
  );
  same(found, plain);
  const count = found.reduce((sum, value) => sum + Number(value === 255), 0);
  if (edges !== undefined && count !== edges) throw new Error(`${count} pixels are edges, not ${edges}`);
}

export const cannyCases: readonly GpuCase[] = [
  ...pictures.map(([name, picture, how]) => ({
    name,
    check: async (gpu: GPUDevice) => {
      const found = await cannyOnGpu(gpu, picture, how);
      same(found.data, canny(picture, how).data);
    },
  })),
  ...chains().map((marks) => ({ name: marks.name, check: (gpu: GPUDevice) => checkChains(gpu, marks) })),
];
