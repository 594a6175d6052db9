import type { Planes } from '../picture.ts';
import type { DevelopRecipe } from '../recipe.ts';
import { automaticRange, looksOf, type ValueRange } from './composite.ts';
import { sampled } from './sampled.ts';

/** How the values of one channel of a plane are spread, in the numbers of the file; of a large plane, those of every so many pixels. */
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
/** Values that are looked at of each channel: few enough that planes can play. */
const LOOKED_AT = 2 ** 18;

/** @param automatic of the whole plane, where it is known. */
export function levelsIn(
  values: Float32Array,
  automatic: ValueRange = automaticRange(values),
): ChannelLevels {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!; // below the length, here and below: an iterator takes twice as long
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const counts = new Uint32Array(STEPS);
  if (least > most) return { least: 0, most: 0, counts, automatic };
  const scale = STEPS / (most - least || 1);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isFinite(value)) counts[Math.min(STEPS - 1, Math.floor((value - least) * scale))]!++; // within 0..63
  }
  return { least, most, counts, automatic };
}

/**
 * The same of what a grey picture was stretched from.
 *
 * @param light as in the file, larger is brighter. @param tones the values that became black and white.
 */
export const greyLevels = (light: Float32Array, width: number, [black = 0, white = 0]: readonly number[]) =>
  levelsIn(sampled(light, width, LOOKED_AT), [black, white]);

/**
 * The same of each stain of a plane; none where its channels are no stains.
 *
 * @param ranges the values that become dark and bright in the developed picture.
 */
export function channelLevels(
  planes: Planes,
  chosen: DevelopRecipe['channels'],
  ranges: readonly ValueRange[],
): readonly ChannelLevels[] {
  const looks = looksOf(planes, chosen) ?? [];
  return looks.map(({ shown, range }, c) => {
    const values = sampled(planes.channels[c]?.samples ?? new Uint8Array(), planes.width, LOOKED_AT);
    return levelsIn(values, shown && range === null ? ranges[c] : undefined);
  });
}
