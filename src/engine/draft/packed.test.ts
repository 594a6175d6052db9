import { expect, test } from 'vitest';
import { randomFrom } from '../random.ts';
import { packed, packedLength } from './packed.ts';

const random = randomFrom(7);

type Shape = readonly [number, number, number, number];

/** Kernels that lie as [rows, columns, ins, outs]. */
const packedOf = (
  kernels: readonly (Float32Array | Int8Array)[],
  shape: Shape,
  unit: number[] | null = null,
) => {
  const [rows, columns, ins, outs] = shape;
  const taps = Array.from({ length: rows * columns }, (_, tap) => tap * ins * outs);
  const laid = kernels.map((values) => ({ values, taps, inStep: outs, outStep: 1 }));
  const plain = { kernels: laid, rows, columns, ins, outs, unit };
  const integers = laid.map(() => new Int16Array(packedLength(plain)));
  return { ...packed(plain, integers), kernels: integers };
};

const kernelOf = (shape: readonly number[]) =>
  Float32Array.from({ length: shape.reduce((product, side) => product * side, 1) }, () => random() * 2 - 1);

test('every weight is found in its panel, pair and place, within half a unit', () => {
  const shape = [2, 2, 8, 16] as const;
  const kernel = kernelOf(shape);
  const { kernels, unit, ins, outs } = packedOf([kernel], shape);
  expect([ins, outs]).toEqual([8, 16]);
  const [integers] = kernels;
  for (const [i, weight] of kernel.entries()) {
    const [k, o] = [Math.floor(i / 16), i % 16];
    const place = Math.floor(o / 8) * 32 * 8 + (k >> 1) * 16 + 2 * (o % 8) + (k & 1);
    const kept = (integers?.[place] ?? Number.NaN) * (unit[o] ?? Number.NaN);
    expect(Math.abs(kept - weight)).toBeLessThanOrEqual((unit[o] ?? 0) / 2 + 1e-7);
  }
});

test('one channel in, and three out, are filled up with zeros', () => {
  const first = packedOf([kernelOf([4, 4, 1, 8])], [4, 4, 1, 8]);
  expect([first.ins, first.kernels[0]?.length]).toEqual([2, 4 * 4 * 2 * 8]);
  expect(first.kernels[0]?.filter((_, i) => i % 2 === 1).every((value) => value === 0)).toBe(true);
  const last = packedOf([kernelOf([2, 2, 16, 3])], [2, 2, 16, 3]);
  expect([last.ins, last.outs]).toEqual([16, 4]);
  expect(last.kernels[0]?.filter((_, i) => i % 8 > 5).every((value) => value === 0)).toBe(true);
});

test('the largest value times all weights of a channel stays within 32 bits', () => {
  const shape = [4, 4, 256, 8] as const;
  const all = packedOf([new Float32Array(4 * 4 * 256 * 8).fill(-0.3)], shape);
  expect(all.most * 511 * 4 * 4 * 256).toBeLessThan(2 ** 31);
  expect((all.most + 1) * 511 * 4 * 4 * 256).toBeGreaterThanOrEqual(2 ** 31 - 1);
});

test('the phases of a transposed convolution share a unit', () => {
  const shape = [2, 2, 4, 8] as const;
  const { unit } = packedOf([kernelOf(shape).fill(0.1), kernelOf(shape).fill(0.4)], shape);
  expect(unit[0]).toBeCloseTo(0.4 / 511);
});

test('a channel without weights has a unit', () => {
  expect([...packedOf([new Float32Array(128)], [2, 2, 4, 8]).unit]).toEqual(new Array(8).fill(1));
});

test('integers stay as they are, with the units that they came with', () => {
  const integers = Int8Array.from({ length: 4 * 8 * 8 }, (_, i) => (i % 255) - 127);
  const units = Array.from({ length: 8 }, (_, o) => 0.01 * (o + 1));
  const { kernels, unit } = packedOf([integers], [2, 2, 8, 8], units);
  expect([...unit]).toEqual(units);
  for (const [i, integer] of integers.entries()) {
    const [k, o] = [Math.floor(i / 8), i % 8];
    expect(kernels[0]?.[(k >> 1) * 16 + 2 * o + (k & 1)]).toBe(integer);
  }
});
