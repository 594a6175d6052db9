import type { Cache } from '../cache.ts';
import { kept } from '../cache.ts';
import type { Samples } from '../picture.ts';
import type { DevelopRecipe } from '../recipe.ts';
import type { Source } from '../source.ts';
import { automaticRange, type ValueRange } from './composite.ts';
import { keptPlane } from './opened.ts';

/** How the values of one channel of a plane are spread, in the numbers of the file. */
export interface ChannelLevels {
  /** The smallest and largest finite value; both 0 where there is none. */
  readonly least: number;
  readonly most: number;
  /** Pixels in each of 64 steps of equal width between them. */
  readonly counts: Uint32Array<ArrayBuffer>;
  /** What becomes dark and bright where nobody says. */
  readonly automatic: ValueRange;
}

const STEPS = 64;

/** @param samples of a channel. */
export function channelLevels(samples: Samples): ChannelLevels {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of samples) {
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const counts = new Uint32Array(STEPS);
  const automatic = automaticRange(samples);
  if (least > most) return { least: 0, most: 0, counts, automatic };
  const scale = STEPS / (most - least || 1);
  for (const value of samples) {
    if (Number.isFinite(value)) counts[Math.min(STEPS - 1, Math.floor((value - least) * scale))]!++; // within 0..63
  }
  return { least, most, counts, automatic };
}

/**
 * The same of each channel of the plane that a recipe names.
 *
 * @throws StudioError `recipe` where the picture lacks it; `file`; the signal's reason when aborted.
 */
export async function levelsOf(
  source: Source,
  at: Pick<DevelopRecipe, 'z' | 'time'>,
  context: { readonly cache: Cache; now(): number },
  signal: AbortSignal,
): Promise<readonly ChannelLevels[]> {
  const { planes, decodeKey } = await keptPlane(source, at, context, signal);
  const bytes = (all: readonly ChannelLevels[]) => all.length * STEPS * 4;
  const { value } = await kept(context, signal, `levels ${decodeKey}`, bytes, () =>
    planes.channels.map(({ samples }) => channelLevels(samples)),
  );
  // Copies: what the cache holds must not change hands.
  return value.map((one) => ({ ...one, counts: one.counts.slice() }));
}
