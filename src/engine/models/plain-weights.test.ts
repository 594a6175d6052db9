import { expect, test } from 'vitest';
import { SCALE } from './dequantise.ts';
import { plainWeights } from './plain-weights.ts';
import type { Stored } from './safetensors.ts';

const integers = (shape: readonly number[]): Stored => ({
  dtype: 'I8',
  shape,
  values: Int8Array.from(
    { length: shape.reduce((product, side) => product * side, 1) },
    (_, i) => (i % 7) - 3,
  ),
});
const floats = (shape: readonly number[], values: number[]): Stored => ({
  dtype: 'F32',
  shape,
  values: Float32Array.from(values),
});

test('integers stay where their scale changes with the output channel, on either side of the net', () => {
  const weights = plainWeights(
    new Map([
      ['down1.conv.weight', integers([2, 1, 4, 4])],
      [`down1.conv.weight${SCALE}`, floats([2, 1, 1, 1], [0.5, 0.25])],
      ['up1.conv.weight', integers([1, 2, 4, 4])],
      [`up1.conv.weight${SCALE}`, floats([1, 2, 1, 1], [0.125, 2])],
    ]),
    'Drawn cells',
  );
  expect([...weights.keys()]).toEqual(['down1.conv.weight', 'up1.conv.weight']);
  expect(weights.get('down1.conv.weight')?.values).toBeInstanceOf(Int8Array);
  expect(weights.get('down1.conv.weight')?.unit).toEqual(Float32Array.of(0.5, 0.25));
  expect(weights.get('up1.conv.weight')?.unit).toEqual(Float32Array.of(0.125, 2));
});

test('what is scaled otherwise, or stored as floats, becomes floats', () => {
  const weights = plainWeights(
    new Map([
      ['down1.conv.weight', integers([2, 3, 4, 4])],
      [`down1.conv.weight${SCALE}`, floats([1, 3, 1, 1], [1, 2, 3])],
      ['down1.conv.bias', floats([2], [0.5, 0.75])],
    ]),
    'Drawn cells',
  );
  const scaled = weights.get('down1.conv.weight');
  expect(scaled?.unit).toBeNull();
  expect(scaled?.values[16]).toBe(2 * ((16 % 7) - 3)); // of the second input channel
  expect(weights.get('down1.conv.bias')).toEqual({
    shape: [2],
    values: Float32Array.of(0.5, 0.75),
    unit: null,
  });
});

test("integers without a scale are refused by the model's title", () => {
  const alone = new Map([['down1.conv.weight', integers([2, 3, 4, 4])]]);
  expect(() => plainWeights(alone, 'Drawn cells')).toThrow(
    'Drawn cells: tensor down1.conv.weight has no fitting scale.',
  );
});
