import { existsSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { StudioError } from '../engine/errors.ts';
import { madePair } from '../engine/pairs/made-pair.ts';
import type { Pair } from '../engine/pairs/pair-image.ts';
import { dishSources } from '../engine/pairs/petri-sources.ts';
import { isOfPairs, type PairSet, readPairs, readZippedPairs } from '../engine/pairs/read-pairs.ts';
import { divided } from '../engine/pairs/split.ts';
import { DATA_SET_SEED } from '../engine/petri/data-set.ts';
import type { Source } from '../engine/source.ts';
import type { Plan } from '../engine/train/plan.ts';
import { readPicture } from './file-bytes.ts';
import { filesIn, readPlanes } from './files.ts';
import { failure } from './verb.ts';

/** What a model learns from, and what it is measured by. */
export interface DividedPairs {
  readonly learnt: readonly Pair[];
  readonly held: readonly Pair[];
}

/**
 * The pairs of a plan.
 *
 * @param data a folder of coloured pictures (one that cannot be read is named on stderr and left out), or a data set as
 *   `eosin pairs` writes it, folder or ZIP; null for dishes.
 * @param petri how many dishes to draw.
 */
export async function pairSetOf(
  plan: Plan,
  data: string | null,
  petri: number | null,
): Promise<DividedPairs> {
  const { develop } = plan.recipe;
  if (data === null) {
    return dividedPairs(await allMade(plan, dishSources(DATA_SET_SEED, petri ?? 0, develop.size)), plan);
  }
  const set = await dataSetIn(data, develop);
  if (set) return set.held.length > 0 ? set : dividedPairs(set.learnt, plan);
  const sources = (await filesIn(data)).map((path) => ({
    decode: () => readPlanes(path, basename(path)),
  }));
  return dividedPairs(await allMade(plan, sources), plan);
}

async function allMade(plan: Plan, sources: readonly Pick<Source, 'decode'>[]): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (const source of sources) {
    try {
      pairs.push(await madePair(await source.decode(), plan));
    } catch (error) {
      process.stderr.write(`eosin: left out: ${failure(error)}\n`);
    }
  }
  return pairs;
}

function dividedPairs(pairs: readonly Pair[], plan: Plan): DividedPairs {
  if (pairs.length < 3) {
    const found = ['there is none', 'there is one', 'there are two'][pairs.length];
    throw new StudioError(
      'file',
      `Training needs at least 3 coloured pictures, one of them to measure by; ${found}.`,
    );
  }
  const { learnt, held } = divided(pairs.length, plan.train.seed);
  const of = (indices: number[]) => indices.flatMap((i) => pairs[i] ?? []);
  return { learnt: of(learnt), held: of(held) };
}

/** @returns null where it is a folder of plain pictures. */
async function dataSetIn(path: string, grey: Plan['recipe']['develop']): Promise<PairSet | null> {
  if (/\.zip$/i.test(path)) return readZippedPairs(path, await readPicture(path), grey);
  const parts = ['train', 'test', 'val'].filter((part) => existsSync(join(path, part)));
  if (!parts.includes('train')) return null;
  const paths = (await Promise.all(['.', ...parts].map((part) => filesIn(join(path, part))))).flat();
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const file of paths) {
    const inside = relative(path, file).replaceAll('\\', '/');
    if (isOfPairs(inside)) files.set(inside, await readPicture(file));
  }
  return readPairs(path, files, grey);
}
