import { expect, test } from 'vitest';
import { createCache } from '../cache.ts';
import { StudioError } from '../errors.ts';
import { rgbaPlanes } from '../formats/rgba-planes.ts';
import { defaultRecipe, type Recipe } from '../recipe.ts';
import type { RenderContext } from '../render.ts';
import { madeSource } from '../source.ts';
import { resultOf } from '../steps/result-of.ts';
import { exportJpeg } from './jpeg.ts';

const recipe: Recipe = {
  ...defaultRecipe,
  develop: { ...defaultRecipe.develop, frame: 'fit', scale: 1 },
  cells: { ...defaultRecipe.cells, enabled: false },
  colour: { ...defaultRecipe.colour, model: 'none' },
};
const context = {
  device: { backend: 'wasm', name: 'the processor', software: false, gpu: null },
  cache: createCache(2 ** 28),
  now: () => 0,
} as unknown as RenderContext; // what uses no net asks no more
const strip = (width: number) => {
  const make = async () =>
    rgbaPlanes({ width, height: 8, channels: 4, data: new Uint8Array(4 * 8 * width).fill(255) });
  return madeSource('strip', 'strip.tif', make, 'strip');
};
const { signal } = new AbortController();

test('a picture with longer sides than a JPEG can say is refused by its name, with the cure', async () => {
  const steps = exportJpeg(strip(65_501), recipe, 'input', context, signal);
  const error: unknown = await resultOf(steps).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(StudioError);
  expect(error).toMatchObject({
    code: 'recipe',
    message:
      'strip.tif: a JPEG has at most 65,500 pixels a side, and this picture is 65,501 × 8. Save it as a PNG.',
  });
});
