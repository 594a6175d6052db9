import { percentiles } from '../ops/stretch.ts';
import type { Planes, Samples } from '../picture.ts';
import type { ChannelLook } from '../recipe.ts';

type Colour = readonly [red: number, green: number, blue: number];
export type ValueRange = readonly [low: number, high: number];

/** Colours for stains that no file gives a colour: colour-blind eyes tell the first three apart. */
const STAINS: readonly Colour[] = [
  [255, 0, 255],
  [0, 255, 0],
  [0, 255, 255],
  [255, 255, 0],
  [255, 0, 0],
  [0, 0, 255],
  [255, 128, 0],
  [255, 255, 255],
];

/** Percentiles that become dark and bright where nobody says: a few hot pixels do not darken the rest. */
export const AUTOMATIC = [0.1, 99.9] as const;

/** Whether the channels of a file are stains of their own, to be laid over each other. */
export const hasStains = ({ channels, photometric }: Pick<Planes, 'channels' | 'photometric'>): boolean =>
  photometric.kind === 'grey' && channels.filter(({ alpha }) => !alpha).length > 1;

/** The looks of a file's channels where nobody chose any: its own colours, else common ones. */
export function automaticLooks({ channels }: Pick<Planes, 'channels'>): readonly ChannelLook[] {
  return channels.map(({ colour, alpha }, c) => ({
    shown: !alpha,
    colour: [...(colour ?? STAINS[c % STAINS.length]!)] as [number, number, number], // a copy of three
    range: null,
    gamma: 1,
  }));
}

/** How the channels of a file are laid over each other; null where they are not stains. */
export function looksOf(
  planes: Planes,
  chosen: readonly ChannelLook[] | null,
): readonly ChannelLook[] | null {
  if (!hasStains(planes)) return null;
  return chosen?.length === planes.channels.length ? chosen : automaticLooks(planes);
}

/** The values of a file that become dark and bright, by what its looks say or by its percentiles. */
export const rangesOf = (planes: Planes, looks: readonly ChannelLook[]): readonly ValueRange[] =>
  looks.map(({ range, shown }, c) => range ?? (shown ? automaticRange(planes.channels[c]?.samples) : [0, 1]));

/** @param samples of a plane, or of as many of a stack as one likes. */
export function automaticRange(samples: Samples = new Uint8Array()): ValueRange {
  const isCounted = samples instanceof Uint16Array || samples instanceof Uint8Array; // the usual ones, and much the quicker
  return spanned(percentiles(isCounted ? samples : new Float32Array(samples), AUTOMATIC));
}

/** Two percentiles as a range, which is never empty. */
export const spanned = ([low = 0, high = 1]: readonly number[]): ValueRange =>
  low < high ? [low, high] : [low, low + 1];

/** Colours from dark to bright: red, green and blue of 256 steps. */
function coloursOf(colour: ChannelLook['colour']): Float32Array {
  const steps = new Float32Array(768);
  if (typeof colour === 'string') {
    const bytes = atob(colour);
    for (let i = 0; i < steps.length; i++) steps[i] = bytes.charCodeAt(i);
  } else {
    for (let i = 0; i < steps.length; i++) steps[i] = (Math.floor(i / 3) / 255) * (colour[i % 3] ?? 0);
  }
  return steps;
}

/**
 * Channels laid over each other, each in its colour: light adds up (as in ImageJ's composites and Avivator).
 *
 * @param values of each channel, in the numbers of the file.
 * @returns red, green and blue, 0..255, whole numbers.
 */
export function laidOver(
  values: readonly Float32Array[],
  looks: readonly ChannelLook[],
  ranges: readonly ValueRange[],
): readonly [Float32Array, Float32Array, Float32Array] {
  const length = values[0]?.length ?? 0;
  const out = [new Float32Array(length), new Float32Array(length), new Float32Array(length)] as const;
  for (const [c, { shown, colour, gamma }] of looks.entries()) {
    const [plane, range] = [values[c], ranges[c]];
    if (!shown || !plane || !range) continue;
    const steps = coloursOf(colour);
    const [low, span] = [range[0], range[1] - range[0]];
    for (let i = 0; i < length; i++) {
      const share = Math.min(1, Math.max(0, (plane[i]! - low) / span)) || 0; // NaN is dark
      const step = 3 * Math.round(255 * (gamma === 1 ? share : share ** gamma));
      for (let k = 0; k < 3; k++) out[k]![i]! += steps[step + k]!; // within 768 and the length
    }
  }
  for (const plane of out) for (let i = 0; i < length; i++) plane[i] = Math.min(255, Math.round(plane[i]!));
  return out;
}
