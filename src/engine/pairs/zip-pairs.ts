import { zip } from '../formats/zip.ts';
import type { Source } from '../source.ts';
import { type MadePair, makePairs, type PairsPlan, recordOf } from './pairs.ts';

/** A data set in one file. */
export interface ZippedPairs {
  /** `train/NAME.png`, `test/NAME.png` and `pairs.json`. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly learnt: number;
  readonly held: number;
}

/** Makes pairs as {@link makePairs} does, and packs them. */
export async function* zipPairs(
  sources: readonly Source[],
  plan: PairsPlan,
  signal: AbortSignal,
): AsyncGenerator<MadePair, ZippedPairs> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const made: MadePair['made'][] = [];
  for await (const pair of makePairs(sources, plan, signal)) {
    files.set(pair.path, pair.png);
    made.push(pair.made);
    yield pair;
  }
  files.set('pairs.json', recordOf(plan, made));
  const held = made.filter(({ file }) => file.startsWith('test/')).length;
  return { bytes: await zip(files), learnt: made.length - held, held };
}
