import { expect, test } from 'vitest';
import { dequantise } from './dequantise.ts';
import type { Stored } from './safetensors.ts';

const read = (tensors: Record<string, Stored>) =>
  dequantise({ tensors: new Map(Object.entries(tensors)), metadata: {} }, 'weights-1.safetensors');
const integers = (shape: number[]): Stored => ({
  dtype: 'I8',
  shape,
  values: Int8Array.from({ length: shape.reduce((n, side) => n * side, 1) }, (_, i) => i - 3),
});
const scale = (shape: number[], ...values: number[]): Stored => ({
  dtype: 'F32',
  shape,
  values: Float32Array.from(values),
});

test('a scale along the first axis', () => {
  const { values } = read({ w: integers([2, 2, 2]), 'w.scale-i8': scale([2, 1, 1], 1, 10) }).get('w') ?? {};
  expect([...(values ?? [])]).toEqual([-3, -2, -1, 0, 10, 20, 30, 40]);
});

test('a scale along a later axis', () => {
  const { values } = read({ w: integers([2, 2, 2]), 'w.scale-i8': scale([1, 2, 1], 1, 10) }).get('w') ?? {};
  expect([...(values ?? [])]).toEqual([-3, -2, -10, 0, 1, 2, 30, 40]);
});

test('half floats are widened, and scales are not handed out', () => {
  const half: Stored = { dtype: 'F16', shape: [2], values: Uint16Array.of(0x3c00, 0xc000) };
  const numbers = read({ bias: half, w: integers([3]), 'w.scale-i8': scale([1], 0.5) });
  expect([...numbers.keys()]).toEqual(['bias', 'w']);
  expect([...(numbers.get('bias')?.values ?? [])]).toEqual([1, -2]);
  expect([...(numbers.get('w')?.values ?? [])]).toEqual([-1.5, -1, -0.5]);
});

test.each<[string, Record<string, Stored>]>([
  ['no scale', {}],
  ['a scale of another rank', { 'w.scale-i8': scale([2], 1, 1) }],
  ['a scale of another length', { 'w.scale-i8': scale([3, 1], 1, 1, 1) }],
  ['a scale along two axes', { 'w.scale-i8': scale([2, 2], 1, 1, 1, 1) }],
  ['a scale of integers', { 'w.scale-i8': integers([2, 1]) }],
])('%s ends in one sentence', (_, more) => {
  expect(() => read({ w: integers([2, 2]), ...more })).toThrow(
    'weights-1.safetensors: tensor w has no fitting scale.',
  );
});
