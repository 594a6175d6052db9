import type { Pair } from '../src/engine/pairs/pair-image.ts';
import type { Picture } from '../src/engine/picture.ts';
import { randomFrom } from '../src/engine/random.ts';
import { checkPlan, type Pix2pixPlan, type Plan } from '../src/engine/train/plan.ts';

/** A Pix2pix of 32 px that learns in seconds. */
export const tinyPlan = checkPlan(
  {
    id: 'tiny',
    title: 'Tiny',
    task: 'Fills squares with the colour of their side.',
    inputs: ['edges'],
    recipe: {
      develop: { low: 0, high: 100, gamma: 1, size: 32 },
      edges: { sigma: 0, low: 100, high: 200, aperture: 3, norm: 'L1' },
    },
    data: 'squares drawn from a seed',
    train: {
      method: 'pix2pix',
      ngf: 8,
      ndf: 4,
      steps: 60,
      learningRate: 0.002,
      game: 'cross-entropy',
      lambdaL1: 100,
      jitter: false,
      decayFrom: 1,
      seed: 3,
      sampleEvery: 30,
      checkpointEvery: 20,
    },
  },
  'tiny plan',
) as Plan & { readonly train: Pix2pixPlan }; // its method is pix2pix

/** A CycleGAN of 32 px, its pool so small that it is soon full. */
export const tinyCycleGan = checkPlan(
  {
    ...tinyPlan,
    inputs: ['edges', 'edges', 'edges'],
    train: {
      method: 'cyclegan',
      generator: 'unet',
      ngf: 2,
      ndf: 2,
      steps: 6,
      learningRate: 0.0005,
      pool: 2,
      seed: 3,
    },
  },
  'tiny CycleGAN',
);

/** Squares on a dark ground: the outlines, and the squares in a colour that goes with their side. */
export function drawnPairs(count: number, size = 32): Pair[] {
  const random = randomFrom(11);
  return Array.from({ length: count }, () => {
    const edges: Picture = { width: size, height: size, channels: 1, data: new Uint8Array(size * size) };
    const colour: Picture = {
      width: size,
      height: size,
      channels: 3,
      data: new Uint8Array(3 * size * size).fill(20),
    };
    const side = 8 + Math.floor(random() * (size / 2));
    const [left, top] = [0, 0].map(() => Math.floor(random() * (size - side))) as [number, number]; // two
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const pixel = (top + y) * size + left + x;
        if (x === 0 || y === 0 || x === side - 1 || y === side - 1) edges.data[pixel] = 255;
        colour.data.set([250 - 8 * side, 120, 8 * side], 3 * pixel);
      }
    }
    return { edges, colour };
  });
}
