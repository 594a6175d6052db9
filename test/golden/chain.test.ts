import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode as readPng } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { checkManifest } from '../../src/engine/models/manifest.ts';
import { decode } from '../../src/engine/stages/decode.ts';
import { develop } from '../../src/engine/stages/develop.ts';
import { findEdges } from '../../src/engine/stages/edges.ts';
import { startingRecipe } from '../../src/engine/starting-recipe.ts';

const shared = join(import.meta.dirname, '../../../shared');
const models = join(import.meta.dirname, '../../public/models');

const read = (path: string) => readFileSync(join(shared, path));

/** Share of pixels that differ from a golden PNG of grey values. */
function differing(data: Uint8Array, path: string): number {
  const golden = readPng(read(path)).data;
  expect(data).toHaveLength(golden.length);
  return data.reduce((sum, value, i) => sum + Number(value !== golden[i]), 0) / data.length;
}

// The goldens were made in Python from the same tiles: what the nets were trained on is what they are given here.
describe.runIf(existsSync(shared) || process.env.CI === 'true')(
  'from a tile to what a generator is given',
  () => {
    test.each([
      ['nuclei-area', 'golden_input'],
      ['nuclei-area', 'golden_input_2'],
      ['blood-stain', 'golden_input'],
      ['blood-stain', 'golden_input_2'],
    ])('%s: grey and edges of %s are those of the training code, pixel for pixel', async (id, golden) => {
      const manifest = checkManifest(JSON.parse(readFileSync(join(models, id, 'manifest.json'), 'utf8')), id);
      const tiles: Record<string, string> = JSON.parse(read(`weights/${id}/golden.json`).toString());
      const tile = tiles[`${golden}.png`] ?? '';
      const folder = tile.startsWith('fluo') ? 'nuclei' : 'cells';
      const planes = await decode(tile, new Uint8Array(read(`data/${folder}/${tile}`)));
      const recipe = startingRecipe(manifest);
      const { grey } = develop(planes, recipe.develop);
      const edges = await findEdges(grey, recipe.edges, null);
      expect(differing(edges.picture.data, `weights/${id}/${golden}.png`)).toBe(0);
      if (manifest.inputs.includes('grey')) {
        expect(differing(grey.data, `weights/${id}/${golden.replace('input', 'input_grey')}.png`)).toBe(0);
      }
    });
  },
);
