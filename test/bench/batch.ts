import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { picturesOf } from '../../src/cli/batch/pictures.ts';
import { openDevice } from '../../src/cli/device.ts';
import { modelsOnDisk } from '../../src/cli/files.ts';
import { renderedFile } from '../../src/cli/render-files.ts';
import { sourceOnDisk } from '../../src/cli/source-on-disk.ts';
import { writeWhole } from '../../src/cli/whole-file.ts';
import type { Generator } from '../../src/engine/models/load.ts';
import { createShelf, type Shelf } from '../../src/engine/models/shelf.ts';
import type { Recipe } from '../../src/engine/recipe.ts';
import { startingRecipe } from '../../src/engine/starting-recipe.ts';
import { drawPictures } from '../cluster/draw.ts';
import { clocks } from './race.ts';
import { type Row, rowOf } from './row.ts';

/** Pictures through the shell. */
export interface BatchRow extends Row {
  /** Pictures a minute, from the start of the command to its end. */
  readonly perMinute?: number;
  /** The part of a picture's time that its net does not take, 0..1. */
  readonly outsideNets?: number;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const SIDE = 1024;
/** EOSIN_BENCH_PICTURES looks at fewer. */
const COUNT = Number(process.env.EOSIN_BENCH_PICTURES ?? 24);
const MODEL = 'blood-smear';
/** The first pictures pay for compilers and the model, which in a batch of hundreds is nothing. */
const WARM = 4;

/** A shelf whose generators count the milliseconds of the processor that their nets take. */
function counting(shelf: Shelf, count: (ms: number) => void): Shelf {
  const timed = (generator: Generator): Generator => ({
    ...generator,
    async *paint(...args) {
      const steps = generator.paint(...args);
      for (;;) {
        const begin = clocks.processor();
        const step = await steps.next();
        count(clocks.processor() - begin);
        if (step.done) return step.value;
        yield step.value;
      }
    },
  });
  return { ...shelf, generator: async (...args) => timed(await shelf.generator(...args)) };
}

/** One picture after the other in this process: what each takes, and what of it is not the net's. */
async function outsideNets(folder: string): Promise<BatchRow> {
  const device = await openDevice('wasm');
  const shelf = createShelf(modelsOnDisk(root), Number.POSITIVE_INFINITY);
  const model = (await shelf.manifests()).find(({ id }) => id === MODEL);
  const plain = startingRecipe(model);
  const recipe: Recipe = { ...plain, develop: { ...plain.develop, frame: 'fit', scale: 1 } };
  const out = join(folder, 'here');
  const [times, nets]: [number[], number[]] = [[], []];
  const pictures = await picturesOf([join(folder, 'in')], out);
  for (const { path, name } of pictures) {
    let net = 0;
    const room = { device, shelf: counting(shelf, (ms) => (net += ms)) };
    const begin = clocks.processor();
    const bytes = await renderedFile(sourceOnDisk(path, name), recipe, 'colour', undefined, room, () => {});
    await writeWhole(join(out, `${name}.png`), bytes);
    times.push(clocks.processor() - begin);
    nets.push(net);
  }
  shelf.clear();
  device.close();
  const [warm, warmNets] = [times.slice(WARM), nets.slice(WARM)];
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const row = { what: `colours of a file at its own size (${MODEL})`, size: SIDE, threads: 1 } as const;
  return {
    ...rowOf({ ...row, engine: 'Eosin, WASM, one picture', clock: 'processor' }, warm),
    outsideNets: 1 - sum(warmNets) / sum(warm),
  };
}

/** The whole command over all pictures. */
function batch(folder: string, verb: readonly string[], what: string, jobs: number): BatchRow {
  const command = join(root, 'src/cli/launch.mjs');
  const out = join(folder, `${verb[0]}-${jobs}`);
  const begin = clocks.wall();
  execFileSync(
    process.execPath,
    [command, ...verb, join(folder, 'in'), '--out', out, '--backend', 'wasm', '--jobs', String(jobs)],
    { stdio: 'ignore' },
  );
  const ms = clocks.wall() - begin;
  const row = { what, size: SIDE, threads: jobs, clock: 'wall' } as const;
  const processes = jobs === 1 ? 'one process' : `${jobs} processes`;
  return {
    ...rowOf({ ...row, engine: `Eosin, WASM, ${processes}` }, [ms / COUNT]),
    perMinute: (60_000 * COUNT) / ms,
  };
}

/** A folder of drawn fields through `eosin render` and `eosin cells`, in one process and in two. */
export async function bench(): Promise<BatchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'eosin-bench-batch-'));
  try {
    drawPictures(join(folder, 'in'), COUNT, SIDE);
    const rows = [await outsideNets(folder)];
    execFileSync(process.execPath, [join(root, 'src/cli/launch.mjs'), '--help'], { stdio: 'ignore' }); // bundles
    for (const jobs of [1, 2]) {
      const render = ['render', '--model', MODEL, '--scale', '1'];
      rows.push(batch(folder, render, `a batch: colours at true size (${MODEL})`, jobs));
    }
    for (const jobs of [1, 2])
      rows.push(batch(folder, ['cells'], 'a batch: cells, in all five formats', jobs));
    return rows;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
