import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { readTensors } from '../../../test/golden/inception/reference.ts';
import { startWasm } from '../../../test/wasm.ts';
import { createCache } from '../cache.ts';
import type { DreamNet } from '../models/dream-net.ts';
import type { Shelf } from '../models/shelf.ts';
import { backwardFilters } from '../nets/inception-v3-filters.ts';
import { resultOf } from '../steps/result-of.ts';
import { channelPortrait } from './look-inside.ts';

test('a portrait is kept under the weights that drew it, also where others took the place of those asked for', async () => {
  await startWasm();
  const { tensors } = readTensors(
    new URL('../../../test/golden/inception/twin.safetensors', import.meta.url),
  );
  const units = [...tensors].filter(([name]) => name.startsWith('unit_'));
  const weights = new Map(units.map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]));
  const filters = backwardFilters(weights);
  // A network whose file is replaced between two looks at the shelf.
  const hashes = ['of before', 'of now'];
  const shelf = {
    dreams: async () => [],
    dreamNet: async () => ({ weights, filters, sha256: hashes.shift() }) as unknown as DreamNet, // what is used of it
    hold: () => () => {},
  } as Pick<Shelf, 'dreams' | 'dreamNet' | 'hold'> as Shelf;
  const kept: string[] = [];
  const portraits = {
    get: async () => null,
    put: async (name: string) => void kept.push(name),
  };
  const context = { shelf, cache: createCache(1e6) };
  await resultOf(channelPortrait('twin', 'mixed0', 1, context, portraits, new AbortController().signal));
  expect(kept).toEqual(['of now/mixed0/1']);
  expect(context.cache.get('portrait of now/mixed0/1')).toBeDefined();
  expect(context.cache.get('portrait of before/mixed0/1')).toBeUndefined();
  filters.dispose();
  tf.dispose([...weights.values()]);
});
