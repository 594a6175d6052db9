import { expect } from 'vitest';
import { readSafetensors } from '../../../src/engine/models/safetensors.ts';
import { paint, unet } from '../../../src/engine/nets/unet.ts';
import { unetShapes } from '../../../src/engine/nets/unet-shapes.ts';
import { randomFrom } from '../../../src/engine/random.ts';
import { resultOf } from '../../../src/engine/steps/result-of.ts';

const SIZES = { ngf: 4, inputChannels: 2, depth: 8 };
const SIDE = 256;

/** A small generator with drawn weights, on the current backend, and a drawn input: those of make_twin.py. */
export function twin() {
  const random = randomFrom(7);
  const draw = (count: number, low: number, high: number) =>
    Float32Array.from({ length: count }, () => low + random() * (high - low));
  const weights = new Map(
    Array.from(unetShapes(SIZES), ([name, shape]) => {
      const around = name.endsWith('norm.scale') ? 1 : 0;
      const count = shape.reduce((product, side) => product * side, 1);
      return [name, { shape, values: draw(count, around - 0.2, around + 0.2) }];
    }),
  );
  const planes = [draw(SIDE * SIDE, -1, 1), draw(SIDE * SIDE, -1, 1)];
  const net = unet(weights, SIZES);
  return { paint: () => paint(net, planes, SIDE, SIDE), layers: net.layers.length, dispose: net.dispose };
}

/**
 * Compares what the twin paints with PyTorch's output.
 *
 * @param golden the bytes of twin.safetensors: every seventh row and column.
 */
export async function expectGolden(painting: ReturnType<typeof paint>, golden: Uint8Array): Promise<void> {
  const rgb = await resultOf(painting);
  const { values = new Float32Array() } =
    readSafetensors(golden, 'twin.safetensors').tensors.get('output') ?? {};
  const side = Math.ceil(SIDE / 7);
  expect(values.length).toBe(side * side * 3);
  let worst = 0; // one comparison instead of one for each value
  for (const [i, value] of values.entries()) {
    const [row, column, channel] = [Math.floor(i / (3 * side)), Math.floor(i / 3) % side, i % 3];
    const got = rgb[(7 * row * SIDE + 7 * column) * 3 + channel] ?? Number.NaN;
    worst = Math.max(worst, Math.abs(got - value));
  }
  expect(worst).toBeLessThan(1e-4); // a hundredth of an 8-bit level
}
