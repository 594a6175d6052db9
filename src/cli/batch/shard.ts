import { WrongUse } from '../verb.ts';

/** A part of a batch: every `of`th picture, `index` from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** @throws WrongUse where it is none, as "4/3". */
export function shardIn(text: string): Shard {
  const [, index = 0, of = 0] = (/^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []).map(Number);
  if (index >= 1 && index <= of) return { index, of };
  throw new WrongUse(`--shard takes a part of all, as 1/4 to 4/4; "${text}" is none.`);
}

/** The pictures of a shard, of all in the order of their names: neighbours, which are alike, go to different shards. */
export const ofShard = <T>(all: readonly T[], { index, of }: Shard): readonly T[] =>
  all.filter((_, i) => i % of === index - 1);
