import { expect, test } from 'vitest';
import { startWasm } from '../../test/wasm.ts';
import { createCache } from '../engine/cache.ts';
import { createShelf } from '../engine/models/shelf.ts';
import { defaultRecipe } from '../engine/recipe.ts';
import { type RenderContext, render } from '../engine/render.ts';
import type { RenderEvent } from '../engine/render-event.ts';
import { drawnSource } from '../engine/source.ts';
import { show } from './shown.ts';

const host = { manifests: async () => [], part: () => Promise.reject(new Error('there are no models')) };

function buffersIn(value: unknown, found = new Set<ArrayBufferLike>()): Set<ArrayBufferLike> {
  if (ArrayBuffer.isView(value)) found.add(value.buffer);
  else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) buffersIn(part, found);
  }
  return found;
}

test('what goes to the page shares no memory with what the next render takes from the cache', async () => {
  await startWasm();
  const context: RenderContext = {
    device: { backend: 'wasm', name: 'the processor', software: false, gpu: null } as RenderContext['device'], // a render asks no more
    shelf: createShelf(host, 0),
    cache: createCache(2 ** 26),
    now: () => 0,
  };
  const recipe = { ...defaultRecipe, colour: { ...defaultRecipe.colour, model: 'none' } };
  const events: RenderEvent[] = [];
  for await (const event of render(
    drawnSource('nuclei-3', 'nuclei', 'nuclei', 3),
    recipe,
    context,
    new AbortController().signal,
  ))
    if (event) events.push(event);
  const kept = buffersIn(events);
  const sent = buffersIn(events.map(show));
  expect(kept.size).toBeGreaterThan(3); // the picture, its grey values, how they are spread, the edges
  expect([...sent].filter((buffer) => kept.has(buffer))).toEqual([]);
});
