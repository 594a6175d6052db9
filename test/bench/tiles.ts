import { fileURLToPath } from 'node:url';
import { modelsOnDisk } from '../../src/cli/files.ts';
import { createCache } from '../../src/engine/cache.ts';
import { shiftAt } from '../../src/engine/dream/ascent.ts';
import { fromNet, toNet } from '../../src/engine/dream/net-picture.ts';
import { chosenLayers } from '../../src/engine/dream/objective.ts';
import { octaveSizes } from '../../src/engine/dream/octave-sizes.ts';
import { resized } from '../../src/engine/dream/octaves.ts';
import { presetNamed, withPreset } from '../../src/engine/dream/presets.ts';
import { createShelf } from '../../src/engine/models/shelf.ts';
import { bordersAlong } from '../../src/engine/nets/inception-v3-tiles.ts';
import { grey } from '../../src/engine/ops/grey.ts';
import { defaultDream, defaultRecipe } from '../../src/engine/recipe.ts';
import { type Dreamed, dream } from '../../src/engine/stages/dream.ts';
import { resultOf } from '../../src/engine/steps/result-of.ts';
import { seams } from '../seams.ts';
import { sampleCells } from '../shipped-inception.ts';
import { startWasm } from '../wasm.ts';
import { clocks } from './race.ts';
import { type Row, rowOf } from './row.ts';

/** A whole dream of a large picture. */
export interface TilesRow extends Row {
  /** The most memory that the process held, in MB of 1e6 bytes. */
  readonly residentMb: number;
  /** Mean absolute difference across tile borders over that elsewhere: in the dream, and in what it changed. */
  readonly seams: number;
  readonly seamsOfChange: number;
}

const SIDE = 2048;

/**
 * The paper's preset with fewer steps on cells of 2048 px, as the studio runs it, with figures and kept frames. Some
 * minutes; in a process of its own, since what is measured is the process.
 */
export async function bench(): Promise<TilesRow[]> {
  const preset = presetNamed('paper-layers-6-8');
  if (!preset) throw new Error('the preset is gone');
  const recipe = { ...withPreset(defaultDream, preset), octaveSteps: 1, steps: 3 };
  await startWasm();
  const { signal } = new AbortController();
  const shelf = createShelf(modelsOnDisk(fileURLToPath(new URL('../../', import.meta.url))), 0);
  const net = await shelf.dreamNet(recipe.model, chosenLayers(recipe), () => {}, signal);
  const picture = fromNet(resized(await sampleCells(1024), { width: SIDE, height: SIDE }));
  const ground = { picture, grey: grey(picture), edges: defaultRecipe.edges, cells: null, guide: null };
  const kept = { cache: createCache(2 ** 29), now: () => performance.now() / 1000 };

  const begin = clocks.processor();
  const { picture: dreamt }: Dreamed = await resultOf(
    dream(ground, '', recipe, net, kept, signal, Number.POSITIVE_INFINITY),
  );
  const ms = clocks.processor() - begin;
  const residentMb = (process.resourceUsage().maxRSS * 1024) / 1e6;
  shelf.clear();

  const octave = octaveSizes(picture, recipe).length - 1;
  const shifts = Array.from({ length: recipe.steps }, (_, i) => shiftAt(recipe, picture, octave, i + 1));
  const borders = {
    rows: shifts.flatMap(({ down }) => bordersAlong(SIDE, recipe.tile, down)),
    columns: shifts.flatMap(({ right }) => bordersAlong(SIDE, recipe.tile, right)),
  };
  const [before, after] = [toNet(picture), toNet(dreamt)];
  const change = { ...after, values: after.values.map((value, i) => value - (before.values[i] as number)) }; // of one size
  const worst = (found: { rows: number; columns: number }) => Math.max(found.rows, found.columns);
  const steps = octave * recipe.octaveSteps + recipe.steps;
  return [
    {
      ...rowOf(
        {
          what: `dream of ${steps} steps in 3 octaves, mixed6 and mixed8`,
          size: SIDE,
          engine: 'Eosin, WASM',
          threads: 1,
          clock: 'processor',
        },
        [ms],
      ),
      residentMb,
      seams: worst(seams(after, borders)),
      seamsOfChange: worst(seams(change, borders)),
    },
  ];
}
