import { expect, test } from 'vitest';
import { mask } from '../../../test/drawn.ts';
import { randomFrom } from '../random.ts';
import { edgeAgreement, edgesNear } from './edge-agreement.ts';

test('at 0 pixels only the very same pixel counts', () => {
  const told = mask('# # . .');
  const truth = mask('. # # #');
  const precision = 1 / 2;
  const recall = 1 / 3;
  expect(edgeAgreement(told, truth, 0)).toEqual({
    precision,
    recall,
    f1: (2 * precision * recall) / (precision + recall),
  });
});

test('near is a disc: 2 pixels straight and 1 pixel both ways, not 2 and 1', () => {
  const centre = mask(`
    . . . . .
    . . . . .
    . . # . .
    . . . . .
    . . . . .`);
  const everywhere = mask(`
    # # # # #
    # # # # #
    # # # # #
    # # # # #
    # # # # #`);
  expect(edgesNear(everywhere, centre, 2)).toEqual(
    mask(`
    . . # . .
    . # # # .
    # # # # #
    . # # # .
    . . # . .`),
  );
});

test('the end of a row is not near the start of the next', () => {
  const told = mask(`
    . . . #
    . . . .`);
  const truth = mask(`
    . . . .
    # . . .`);
  expect(edgeAgreement(told, truth, 2)).toEqual({ precision: 0, recall: 0, f1: 0 });
});

test('nothing told of something finds nothing and is never wrong; nothing of nothing is right', () => {
  const nothing = mask('. .');
  expect(edgeAgreement(nothing, mask('# .'), 2)).toEqual({ precision: 1, recall: 0, f1: 0 });
  expect(edgeAgreement(nothing, nothing, 2)).toEqual({ precision: 1, recall: 1, f1: 1 });
});

test('is what measuring every distance between two random maps says', () => {
  const [width, height] = [23, 17];
  const random = randomFrom(5);
  const some = () => ({
    width,
    height,
    channels: 1 as const,
    data: Uint8Array.from({ length: width * height }, () => (random() < 0.05 ? 255 : 0)),
  });
  const [told, truth] = [some(), some()];
  const points = ({ data }: typeof told) =>
    [...data].flatMap((value, i) => (value === 0 ? [] : [{ x: i % width, y: Math.floor(i / width) }]));
  for (const radius of [0, 1, 2, 3.5]) {
    const near = (from: typeof told, to: typeof told) =>
      points(from).filter((a) => points(to).some((b) => Math.hypot(a.x - b.x, a.y - b.y) <= radius)).length;
    const { precision, recall } = edgeAgreement(told, truth, radius);
    expect(precision).toBeCloseTo(near(told, truth) / points(told).length, 12);
    expect(recall).toBeCloseTo(near(truth, told) / points(truth).length, 12);
  }
});
