import { expect, test } from 'vitest';
import type { DreamFigures, EdgeFigures } from '../../engine/dream/figures.ts';
import { dreamCurves, type Measured } from './curves.ts';

const edges = (energy: number, precision: number): EdgeFigures => {
  const agreement = { precision, recall: 1, f1: 1 };
  return { energy, wentIn: agreement, input: agreement };
};

/** Two octaves of two steps; `lift` raises all values. */
function measured(lift: number): Measured {
  const steps = [1, 2, 3, 4].map((index): DreamFigures => {
    const octave = index < 3 ? 1 : 2;
    return {
      index,
      octave,
      octaves: 2,
      step: index < 3 ? index : index - 2,
      steps: 2,
      activations: { mixed6: index + lift, mixed8: 2 * index + lift },
      edges: edges(10 * index + lift, 1 - index / 10),
      seconds: 0,
    };
  });
  return { begun: edges(5 + lift, 1), steps };
}

const lines = (svg: string) => [...svg.matchAll(/class="line"[^>]* d="([^"]*)"/g)].map(([, d]) => d ?? '');

test('a row has a line for each layer, broken between octaves, one for energy, one each for recall and precision', () => {
  const found = lines(dreamCurves([['dishes', [measured(0)]]]));
  expect(found).toHaveLength(5);
  expect(found.map((d) => d.match(/M/g)?.length)).toEqual([2, 2, 1, 1, 1]);
  expect(found.map((d) => d.match(/[ML]/g)?.length)).toEqual([4, 4, 5, 5, 5]);
});

test('what is drawn is the mean over the dreams of a set', () => {
  const means = dreamCurves([['dishes', [measured(0), measured(2)]]]);
  expect(means).toBe(dreamCurves([['dishes', [measured(1)]]]));
  expect(means).not.toBe(dreamCurves([['dishes', [measured(0)]]]));
});

test('a line rises with its values, to the upper end of its plot', () => {
  const [energy = ''] = lines(dreamCurves([['dishes', [measured(0)]]])).slice(2);
  const heights = [...energy.matchAll(/[ML][\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y));
  expect(heights).toEqual(heights.toSorted((a, b) => b - a));
  expect(heights[0]).toBeGreaterThan((heights.at(-1) ?? 0) + 90);
});
