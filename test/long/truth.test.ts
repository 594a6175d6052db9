import { expect, test } from 'vitest';
import { drawScene } from '../../src/engine/samples/draw.ts';
import { drawSceneWithCells } from '../../src/engine/samples/truth.ts';

const meanOver = (samples: ArrayLike<number>, isIn: (i: number) => boolean) => {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < samples.length; i++) {
    if (!isIn(i)) continue;
    sum += samples[i] ?? 0;
    count++;
  }
  return sum / count;
};

test.each(['nuclei', 'smear'] as const)('the scene %s is the same with its cells as without', (scene) => {
  expect(drawSceneWithCells(scene, 4).planes).toEqual(drawScene(scene, 4));
}, 30_000);

test('nuclei are several times as bright as the ground around them', () => {
  const { planes, labels } = drawSceneWithCells('nuclei', 4);
  const { samples } = planes.channels[0]!; // it has one channel
  expect(new Set(labels).size).toBeGreaterThan(40);
  expect(meanOver(samples, (i) => labels[i] !== 0)).toBeGreaterThan(
    2.5 * meanOver(samples, (i) => labels[i] === 0),
  );
}, 30_000);

test('the cells of a smear take more green than the ground, and red cells are some 80 px across', () => {
  const { planes, labels } = drawSceneWithCells('smear', 12);
  const { samples } = planes.channels[1]!; // it is RGB
  expect(meanOver(samples, (i) => labels[i] !== 0)).toBeLessThan(
    0.8 * meanOver(samples, (i) => labels[i] === 0),
  );
  const areas = new Map<number, number>();
  for (const label of labels) areas.set(label, (areas.get(label) ?? 0) + 1);
  areas.delete(0);
  const sorted = [...areas.values()].sort((a, b) => a - b);
  const across = 2 * Math.sqrt((sorted[sorted.length >> 1] ?? 0) / Math.PI);
  expect(across).toBeGreaterThan(65);
  expect(across).toBeLessThan(95);
}, 30_000);
