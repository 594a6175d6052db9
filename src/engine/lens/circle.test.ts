import { expect, test } from 'vitest';
import { manifest } from '../models/drawn.fixture.ts';
import type { Generator } from '../models/load.ts';
import type { Picture } from '../picture.ts';
import { resultOf } from '../steps/result-of.ts';
import { goRound } from './circle.ts';

type Net = Pick<Generator, 'manifest' | 'grain' | 'paint'>;

const GRAIN = 16;

/** A net that paints each pixel from its own three inputs, -1..1. */
const pixelwise = (rgbOf: (inputs: readonly number[]) => readonly number[]): Net => ({
  manifest: { ...manifest, inputs: ['edges', 'edges', 'edges'] },
  grain: GRAIN,
  async *paint(planes, width, height) {
    expect([planes.length, width % GRAIN, height % GRAIN]).toEqual([3, 0, 0]);
    yield { done: 1, of: 1 };
    const pixels = Array.from({ length: width * height }, (_, i) => rgbOf(planes.map((plane) => plane[i]!)));
    return Float32Array.from(pixels.flat());
  },
});

/** Edges in violet on orange, and what tells them from each other again. */
const there = pixelwise(([edge = 0]) => (edge > 0 ? [0, -1, 1] : [1, 0, -1]));
const back = pixelwise(([, , blue = 0]) => [blue, blue, blue]);

const [width, height] = [21, 10];
const picture = (channels: 1 | 3, at: (x: number, channel: number) => number): Picture => ({
  width,
  height,
  channels,
  data: Uint8Array.from({ length: width * height * channels }, (_, i) =>
    at(Math.floor(i / channels) % width, i % channels),
  ),
});
const line = picture(1, (x) => (x === 4 ? 255 : 0));
const grey = picture(1, () => 100);
/** Violet where the line is, orange around it. */
const dish = picture(
  3,
  (x, channel) => [x === 4 ? 128 : 255, x === 4 ? 0 : 128, x === 4 ? 255 : 0][channel]!,
);

test('what two nets turn into each other comes back whole, from both ends, also at sizes that they do not work at', async () => {
  const found = await resultOf(goRound({ edges: line, grey, rgb: dish }, there, back));
  expect(found.colours).toEqual(dish);
  expect(found.edgesAgain).toEqual(line);
  expect(found.drawn).toEqual(line);
  expect(found.coloursAgain).toEqual(dish);
  const whole = { precision: 1, recall: 1, f1: 1 };
  expect([found.ofEdges, found.ofPicture, found.difference]).toEqual([whole, whole, 0]);
});

test('edges that are not drawn again are missed, and what comes back is compared with the picture', async () => {
  const blank = pixelwise(() => [-1, -1, -1]);
  const found = await resultOf(goRound({ edges: line, grey, rgb: dish }, there, blank));
  expect([found.ofEdges?.recall, found.ofPicture?.recall]).toEqual([0, 0]);
  expect(found.coloursAgain).toEqual(picture(3, (_, channel) => [255, 128, 0][channel]!));
  expect(found.difference).toBeCloseTo((127 + 128 + 255) / 3 / 255 / width, 6); // one column of them
});

test('drawn edges are grey: what a net draws in colour counts by its mean', async () => {
  const red = pixelwise(([, , blue = 0]) => [blue, -1, -1]);
  const found = await resultOf(goRound({ edges: line, grey, rgb: dish }, there, red));
  expect(new Set(found.edgesAgain.data)).toEqual(new Set([0, 85]));
  expect(found.ofEdges?.recall).toBe(0);
});

test('where a picture has no edges, nothing can be found again', async () => {
  const none = picture(1, () => 0);
  const found = await resultOf(goRound({ edges: none, grey, rgb: dish }, there, back));
  expect([found.ofEdges, found.ofPicture]).toEqual([null, null]);
});
