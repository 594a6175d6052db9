import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { apart } from '../../../src/engine/cells/apart.ts';
import { cellPlanes, cellsApartShapes, grainOf } from '../../../src/engine/nets/cells-apart.ts';
import { toTensors, type Weight } from '../../../src/engine/nets/weights.ts';
import { resultOf } from '../../../src/engine/steps/result-of.ts';
import { startWasm } from '../../wasm.ts';
import { readTensors } from '../inception/reference.ts';

// make_net.py says what lies here: a small net with weights by chance, and maps as a trained one gives them.

const { tensors } = readTensors(new URL('net.safetensors', import.meta.url));
const values = (name: string) => tensors.get(name)!.values;
const chances = (name: string) => values(name).map((logit) => 1 / (1 + Math.exp(-logit)));
const sizes = { widths: [8, 12, 16], stem: 4 };
const weights = new Map<string, Weight>(
  [...cellsApartShapes(sizes).keys()].map((name) => [name, tensors.get(`net.${name}`)!]),
);

beforeAll(startWasm);

test('the net has the weights that PyTorch’s has, and no others', () => {
  const theirs = [...tensors.keys()].filter((name) => name.startsWith('net.')).map((name) => name.slice(4));
  expect([...weights.keys()].sort()).toEqual(theirs.sort());
  for (const [name, shape] of cellsApartShapes(sizes)) expect(weights.get(name)!.shape).toEqual(shape);
});

test('its planes are PyTorch’s, and no tensor stays', async () => {
  const before = tf.memory().numTensors;
  const placed = toTensors(weights);
  const planes = await resultOf(cellPlanes(placed, sizes, values('grey'), 32, 48));
  tf.dispose([...placed.values()]);
  expect(tf.memory().numTensors).toBe(before);
  const ours = [planes.inside, planes.deep, planes.between].flatMap((plane) => [...plane]);
  const theirs = values('out');
  expect(theirs.length).toBe(ours.length);
  const scale = theirs.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (const [i, value] of ours.entries()) expect(Math.abs(value - theirs[i]!) / scale).toBeLessThan(1e-5);
});

test('a tile with its surroundings gives what the whole gives there', async () => {
  const placed = toTensors(weights);
  const whole = await resultOf(cellPlanes(placed, sizes, values('grey'), 32, 48));
  const lower = values('grey').slice(16 * 32);
  const part = await resultOf(cellPlanes(placed, sizes, lower, 32, 32));
  tf.dispose([...placed.values()]);
  expect(grainOf(sizes)).toBe(4);
  const deepest = whole.deep.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // The last row is as far from the cut as the picture allows: its surroundings do not reach there.
  for (let x = 0; x < 32; x++) {
    expect(Math.abs(whole.deep[47 * 32 + x]! - part.deep[31 * 32 + x]!) / deepest).toBeLessThan(1e-5);
  }
});

test('a stop between two layers leaves no tensor behind', async () => {
  const placed = toTensors(weights);
  const before = tf.memory().numTensors;
  for (let stop = 1; stop < 12; stop++) {
    const steps = cellPlanes(placed, sizes, values('grey'), 32, 48);
    for (let i = 0; i < stop; i++) await steps.next();
    await steps.return(undefined as never); // the value is not read
    expect(tf.memory().numTensors).toBe(before);
  }
  tf.dispose([...placed.values()]);
});

test('cells are told apart as scikit-image tells them on the same maps', () => {
  const [height = 0, width = 0] = tensors.get('labels')!.shape;
  const planes = {
    width,
    height,
    inside: chances('inside'),
    deep: values('deep'),
    between: chances('between'),
  };
  const found = apart(planes, { threshold: 0.5, seed: 0.5, touch: 0.3, smooth: 1, least: 16 });
  const theirs = values('labels');
  expect(found.count).toBe(theirs.reduce((most, label) => Math.max(most, label), 0));
  // Numbers differ in their order: each of ours must be one of theirs, pixel by pixel.
  const partner = new Map<number, number>();
  let others = 0;
  for (const [i, label] of found.data.entries()) {
    if (!partner.has(label)) partner.set(label, theirs[i]!);
    others += Number(partner.get(label) !== theirs[i]);
  }
  expect(others / found.data.length).toBeLessThan(0.002); // heights are told apart in 1024 steps here
});
