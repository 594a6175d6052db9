import { expect, test } from 'vitest';
import { colourSeen, colourVisions, pictureSeen } from './colour-blind.ts';

test.each(colourVisions)('greys stay what they are in %s', (vision) => {
  for (const grey of [0, 1, 77, 128, 200, 255])
    expect(colourSeen([grey, grey, grey], vision)).toEqual([grey, grey, grey]);
});

/** By the definition: to linear light, times the paper's matrix, and back. */
test('pure red, green and blue become the columns of the paper’s matrices', () => {
  const toByte = (light: number) => {
    const one = Math.min(1, Math.max(0, light));
    return Math.round(255 * (one <= 0.0031308 ? 12.92 * one : 1.055 * one ** (1 / 2.4) - 0.055));
  };
  const column = (r: number, g: number, b: number) => [r, g, b].map(toByte);
  expect(colourSeen([255, 0, 0], 'deuteranopia')).toEqual(column(0.367322, 0.280085, -0.01182));
  expect(colourSeen([0, 255, 0], 'protanopia')).toEqual(column(1.052583, 0.786281, -0.048116));
  expect(colourSeen([0, 0, 255], 'tritanopia')).toEqual(column(-0.178779, 0.147602, 0.3039));
});

test('a picture is seen pixel by pixel, grey and transparent ones too', () => {
  const data = Uint8Array.of(255, 0, 0, 9, 12, 200, 77, 255);
  const seen = pictureSeen({ width: 2, height: 1, channels: 4, data }, 'protanopia');
  expect([...seen.data]).toEqual([
    ...colourSeen([255, 0, 0], 'protanopia'),
    ...colourSeen([12, 200, 77], 'protanopia'),
  ]);
  const grey = pictureSeen({ width: 1, height: 1, channels: 1, data: Uint8Array.of(90) }, 'tritanopia');
  expect([...grey.data]).toEqual([90, 90, 90]);
});
