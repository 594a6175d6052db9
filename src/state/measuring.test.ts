import { expect, test } from 'vitest';
import { meanRows, tableText } from './measuring.ts';

const row = (name: string, l1: number, l1OfMeanColour: number) => ({ name, figures: { l1, l1OfMeanColour } });

test('the mean stands beside what a single average colour would come to', () => {
  const [mean, plain] = meanRows([row('a', 0.1, 0.3), row('b', 0.2, 0.5)]);
  expect([mean?.figures.l1, plain?.figures.l1]).toEqual([expect.closeTo(0.15), expect.closeTo(0.4)]);
  expect(plain?.figures.edgeF1).toBeUndefined(); // a plain picture has no edges
});

test('a table is a line a row and a tab a cell, whatever a file is called', () => {
  expect(tableText([row('my\tcells\n2.png', 0.125, 1)]).split('\n')).toEqual([
    '\tL1\tPSNR, dB\tSSIM\tPrecision\tRecall\tEdge F1',
    'my cells 2.png\t0.125\t\t\t\t\t',
  ]);
});
