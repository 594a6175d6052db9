import { expect, test } from 'vitest';
import type { Labels } from '../picture.ts';
import { type Frame, labelsInFile, labelsInFrame, measuresInFile, outlinesInFile } from './frame.ts';
import { measures } from './measures.ts';
import { filled, outlines } from './outlines.ts';

/** 4 x 3, two cells. */
const labels: Labels = {
  width: 4,
  height: 3,
  count: 2,
  data: Uint32Array.from([1, 1, 0, 2, 1, 1, 0, 2, 0, 0, 0, 2]),
};
/** Every pixel stands for 2 x 3 of a file of 12 x 10, from (3, 1) on. */
const frame: Frame = {
  window: { x: 3, y: 1, width: 8, height: 9 },
  width: 12,
  height: 10,
  pixelUm: null,
};

test('a label lies over the pixels of the file that its own stands for, and nowhere else', () => {
  const over = labelsInFile(labels, frame);
  expect([over.width, over.height, over.count]).toEqual([12, 10, 2]);
  const row = (y: number) => [...over.data.slice(12 * y, 12 * (y + 1))].join('');
  expect(row(0)).toBe('000000000000');
  for (const y of [1, 2, 3, 4, 5, 6]) expect(row(y)).toBe('000111100220');
  for (const y of [7, 8, 9]) expect(row(y)).toBe('000000000220');
  expect([...labelsInFrame(over, labels, frame)]).toEqual([...labels.data]);
});

test('measures and outlines in the file are those of the label map there', () => {
  const over = labelsInFile(labels, frame);
  const brightness = [Float32Array.from({ length: 12 }, (_, i) => i)];
  const [small, large] = [measuresInFile(measures(labels, brightness), labels, frame), measures(over)];
  for (const [i, cell] of small.entries()) {
    expect(cell.area).toBe(large[i]!.area);
    expect(cell.centroid[0]).toBeCloseTo(large[i]!.centroid[0], 9);
    expect(cell.centroid[1]).toBeCloseTo(large[i]!.centroid[1], 9);
    expect(cell.box).toEqual(large[i]!.box);
    expect(cell.equivalentDiameter).toBeCloseTo(large[i]!.equivalentDiameter, 9);
    expect(cell.brightness[0]!.total).toBeCloseTo(cell.brightness[0]!.mean * cell.area, 9);
  }
  expect([...filled(outlinesInFile(outlines(labels), labels, frame), 12, 10)]).toEqual([...over.data]);
});
