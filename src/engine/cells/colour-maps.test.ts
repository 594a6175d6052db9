import { expect, test } from 'vitest';
import { mapped } from './colour-maps.ts';

test('the ends and the middle of a map are its own, what is beyond is cut', () => {
  expect(mapped('viridis', 0)).toEqual([68, 1, 84]);
  expect(mapped('viridis', 0.5)).toEqual([33, 144, 140]);
  expect(mapped('cividis', 1)).toEqual([254, 232, 56]);
  expect(mapped('cividis', 7)).toEqual(mapped('cividis', 1));
  expect(mapped('cividis', -1)).toEqual([0, 34, 78]);
});

test.each(['viridis', 'cividis'] as const)('%s grows lighter all the way', (map) => {
  const light = Array.from({ length: 101 }, (_, i) => {
    const [r, g, b] = mapped(map, i / 100);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  });
  expect(light.every((value, i) => i === 0 || value >= light[i - 1]! - 0.5)).toBe(true);
});
