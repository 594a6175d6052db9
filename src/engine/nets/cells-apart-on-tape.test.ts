import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { startWasm } from '../../../test/wasm.ts';
import { randomFrom } from '../random.ts';
import { resultOf } from '../steps/result-of.ts';
import { cellPlanes, cellsApartShapes } from './cells-apart.ts';
import { cellsApartOnTape } from './cells-apart-on-tape.ts';
import { given, Tape, type Values } from './tape.ts';
import { type Tensors, toTensors, type Weight } from './weights.ts';

const sizes = { widths: [8, 12, 16], stem: 4 };
const [width, height] = [16, 12];

/** Numbers by chance, none of them large. */
function drawn(seed: number): Map<string, Weight> {
  const random = randomFrom(seed);
  return new Map(
    Array.from(cellsApartShapes(sizes), ([name, shape]) => {
      const count = shape.reduce((product, side) => product * side, 1);
      const reach = shape.length === 1 ? 0.2 : Math.sqrt(6 / (count / shape[0]!));
      return [
        name,
        { shape, values: Float32Array.from({ length: count }, () => reach * (2 * random() - 1)) },
      ];
    }),
  );
}

const grey = (seed: number) => {
  const random = randomFrom(seed);
  return Float32Array.from({ length: width * height }, random);
};

const valuesOf = (weights: Tensors, learns: (name: string) => boolean): Values =>
  new Map(Array.from(weights, ([name, tensor]) => [name, given(tensor, learns(name))]));

beforeAll(startWasm);

test('on the tape it says what it says elsewhere, and no tensor stays', async () => {
  const before = tf.memory().numTensors;
  const weights = toTensors(drawn(1));
  const planes = await resultOf(cellPlanes(weights, sizes, grey(2), width, height));
  const tape = new Tape();
  const x = tf.tensor4d(grey(2), [1, height, width, 1]);
  const out = cellsApartOnTape(
    tape,
    valuesOf(weights, () => false),
    given(x, false),
    sizes,
  );
  const found = await out.tensor.data<'float32'>();
  for (let i = 0; i < width * height; i++) {
    expect(Math.abs(found[3 * i]! - planes.inside[i]!)).toBeLessThan(1e-4);
    expect(Math.abs(found[3 * i + 1]! - planes.deep[i]!)).toBeLessThan(1e-4);
    expect(Math.abs(found[3 * i + 2]! - planes.between[i]!)).toBeLessThan(1e-4);
  }
  tape.dispose();
  tf.dispose([x, ...weights.values()]);
  expect(tf.memory().numTensors).toBe(before);
});

/** The sum of the net's output times numbers by chance. */
function summed(weights: ReadonlyMap<string, Weight>, dy: Float32Array): number {
  const placed = toTensors(weights);
  const tape = new Tape();
  const x = tf.tensor4d(grey(2), [1, height, width, 1]);
  const out = cellsApartOnTape(
    tape,
    valuesOf(placed, () => false),
    given(x, false),
    sizes,
  );
  const found = out.tensor.dataSync<'float32'>();
  tape.dispose();
  tf.dispose([x, ...placed.values()]);
  return found.reduce((sum, value, i) => sum + value * dy[i]!, 0);
}

function gradients(
  weights: ReadonlyMap<string, Weight>,
  dy: Float32Array,
  learns: (name: string) => boolean,
) {
  const placed = toTensors(weights);
  const tape = new Tape();
  const x = tf.tensor4d(grey(2), [1, height, width, 1]);
  const values = valuesOf(placed, learns);
  const out = cellsApartOnTape(tape, values, given(x, false), sizes);
  const found = tape.backward(new Map([[out, tf.tensor4d(dy, out.tensor.shape)]]));
  const named = new Map<string, Float32Array>();
  for (const [name, value] of values) {
    const gradient = found.get(value);
    if (gradient) named.set(name, Float32Array.from(gradient.dataSync()));
  }
  tf.dispose([x, ...placed.values(), ...found.values()]);
  return named;
}

test('its gradients are those of finite differences, for every weight', () => {
  const before = tf.memory().numTensors;
  const weights = drawn(1);
  const random = randomFrom(3);
  const dy = Float32Array.from({ length: 3 * width * height }, () => 2 * random() - 1);
  const found = gradients(weights, dy, () => true);
  expect([...found.keys()]).toEqual([...cellsApartShapes(sizes).keys()]);
  const h = 3e-4; // wider ones cross the kinks of ReLUs
  for (const [name, { shape, values }] of weights) {
    const scale = found.get(name)!.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    for (const i of [0, values.length - 1, Math.floor(values.length / 3)]) {
      const at = (by: number) => {
        const moved = Float32Array.from(values);
        moved[i] = moved[i]! + by;
        return summed(new Map([...weights, [name, { shape, values: moved }]]), dy);
      };
      const slope = (at(h) - at(-h)) / (2 * h);
      // PyTorch's layout [out, in, rows, columns] at i is tfjs' [rows, columns, in, out] at j.
      const [outs = 1, ins = 1, rows = 1, columns = 1] = shape;
      const [o, c, tap] = [
        Math.floor(i / (ins * rows * columns)),
        Math.floor(i / (rows * columns)) % ins,
        i % (rows * columns),
      ];
      const j = shape.length === 4 ? (tap * ins + c) * outs + o : i;
      expect(Math.abs(found.get(name)![j]! - slope) / scale, `${name} ${i}`).toBeLessThan(0.03);
    }
  }
  expect(tf.memory().numTensors).toBe(before);
});

test('a layer that does not learn has no gradient, and the others keep theirs', () => {
  const weights = drawn(1);
  const dy = new Float32Array(3 * width * height).fill(1);
  const all = gradients(weights, dy, () => true);
  const some = gradients(weights, dy, (name) => !name.startsWith('down.0'));
  expect([...all.keys()].filter((name) => !some.has(name))).toEqual([
    'down.0.0.weight',
    'down.0.0.bias',
    'down.0.1.weight',
    'down.0.1.bias',
  ]);
  for (const [name, values] of some) expect(values).toEqual(all.get(name));
});
