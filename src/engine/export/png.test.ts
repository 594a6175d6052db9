import { expect, test } from 'vitest';
import { createCache } from '../cache.ts';
import { readTexts } from '../formats/png-write.ts';
import { createShelf } from '../models/shelf.ts';
import { defaultRecipe, type Recipe } from '../recipe.ts';
import type { RenderContext } from '../render.ts';
import { scaleBar } from '../scale-bar.ts';
import { drawnSource } from '../source.ts';
import { decode } from '../stages/decode.ts';
import { resultOf } from '../steps/result-of.ts';
import { exportPng } from './png.ts';

const { signal } = new AbortController();
const context: RenderContext = {
  device: { backend: 'wasm', name: 'the processor', software: false, gpu: null } as RenderContext['device'], // edges ask no more
  shelf: createShelf({ manifests: async () => [], part: () => Promise.reject(new Error('no model')) }, 0),
  cache: createCache(2 ** 28),
  now: () => 0,
};
const recipe: Recipe = { ...defaultRecipe, colour: { ...defaultRecipe.colour, model: 'none' } };
const INK = 24;

test('a pair stands side by side above one scale bar of the length that its label says', async () => {
  const nuclei = drawnSource('nuclei-3', 'a.tif', 'nuclei', 3); // 512 pixels of 0.325 µm, worked on as 256
  const { name, png } = await resultOf(exportPng(nuclei, recipe, ['input', 'edges'], context, signal));
  expect(name).toBe('a.input-edges.png');
  expect(JSON.parse(readTexts(png).eosin ?? '').shows).toEqual(['input', 'edges']);

  const { width, height, channels } = await decode(name, png);
  expect(width).toBe(2 * 256 + 3 * 12);
  const { pixels, label } = scaleBar(0.65, 256 / 4);
  expect(label).toBe('20 µm');
  const below = channels[0]?.samples.subarray(width * (height - 12 - 13)) ?? [];
  let longest = 0;
  for (let i = 0, run = 0; i < below.length; i++) {
    run = below[i] === INK ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  expect(longest).toBe(Math.round(pixels));
});

test('a pair of which one is not there is refused', async () => {
  const nuclei = drawnSource('nuclei-3', 'a.tif', 'nuclei', 3);
  const making = exportPng(nuclei, recipe, ['input', 'colour'], context, signal);
  await expect(resultOf(making)).rejects.toThrow('there is no input,colour picture');
});
