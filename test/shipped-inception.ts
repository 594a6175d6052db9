import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { type NetPicture, toNet } from '../src/engine/dream/net-picture.ts';
import { dequantise } from '../src/engine/models/dequantise.ts';
import { readSafetensors } from '../src/engine/models/safetensors.ts';
import { backwardFilters } from '../src/engine/nets/inception-v3-filters.ts';
import type { DreamWeights } from '../src/engine/nets/inception-v3-tiles.ts';
import { type DevelopRecipe, defaultRecipe } from '../src/engine/recipe.ts';
import { decode } from '../src/engine/stages/decode.ts';
import { develop } from '../src/engine/stages/develop.ts';
import { SHIPPED } from './models.ts';

/** A shipped network to dream with, whole, on the backend that is current; the caller frees it. */
export function shippedInception(id: string): DreamWeights {
  const folder = new URL(`${id}/`, SHIPPED);
  const { weights: written } = JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8'));
  const parts: { file: string }[] = written.parts;
  const all = parts.flatMap(({ file }) => [
    ...dequantise(readSafetensors(readFileSync(new URL(file, folder)), file), file),
  ]);
  const weights = new Map(all.map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]));
  return { weights, filters: backwardFilters(weights) };
}

/** Frees what `shippedInception` gave. */
export function freeInception({ weights, filters }: DreamWeights): void {
  filters.dispose();
  tf.dispose([...weights.values()]);
}

/** Red cells of the samples, developed: the middle of the photograph as a square of this side. */
export async function sampleCells(side: DevelopRecipe['size']): Promise<NetPicture> {
  const file = new URL('../samples/smear_b_113.png', SHIPPED);
  const planes = await decode(file.pathname, new Uint8Array(readFileSync(file)));
  return toNet(develop(planes, { ...defaultRecipe.develop, frame: 'crop', size: side }).rgb);
}
