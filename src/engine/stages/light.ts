import { StudioError } from '../errors.ts';
import type { Channel, PaletteEntry, Planes, Samples } from '../picture.ts';

/** One or three planes of equal meaning, as light: larger is brighter. Not turned: they lie as in the file. */
export interface Light {
  readonly width: number;
  readonly height: number;
  readonly planes: readonly Samples[];
  /** Whole numbers of at most 8 bits: they stay whole numbers when they are resampled. */
  readonly isBytes: boolean;
  /** The smallest span of contrast that makes sense: one step of whole numbers. */
  readonly leastSpan: number;
}

/** The largest value that samples of a kind reach. */
const fullScale = ({ bitDepth, sampleFormat }: Planes) => (sampleFormat === 'float' ? 1 : 2 ** bitDepth - 1);

/** Whole numbers stay whole. */
const sameKind = ({ sampleFormat }: Planes) => (sampleFormat === 'float' ? (x: number) => x : Math.round);

/** What transparent pictures of every format lie on: white, as the page of a book. */
function overWhite(colour: Samples, { samples: alpha, alpha: kind }: Channel, planes: Planes): Float32Array {
  const [full, round] = [fullScale(planes), sameKind(planes)];
  const isPremultiplied = kind === 'premultiplied';
  return Float32Array.from(colour, (value, i) => {
    const share = (alpha[i] ?? 0) / full;
    // A premultiplied colour may say more light than its alpha allows.
    const light = isPremultiplied ? Math.min(value, full * share) : value * share;
    return round(light + full * (1 - share));
  });
}

/** A colour of a palette over the same ground. */
const entryOverWhite = ([red, green, blue, alpha = 255]: PaletteEntry) =>
  [red, green, blue].map((value) => Math.round((value * alpha + 255 * (255 - alpha)) / 255));

/** Inks as light, without a profile: each takes its share away, and black takes from all three. */
function fromInks(ink: Samples, black: Samples, planes: Planes): Float32Array {
  const [full, round] = [fullScale(planes), sameKind(planes)];
  return Float32Array.from(ink, (value, i) => round(((full - value) * (full - (black[i] ?? 0))) / full));
}

/** The one transparent colour as an alpha channel, where there is one. */
function clearAsAlpha(planes: Planes): Channel | undefined {
  const { channels, photometric } = planes;
  const clear = 'clear' in photometric ? photometric.clear : undefined;
  if (!clear) return undefined;
  const [length, full] = [channels[0]?.samples.length ?? 0, fullScale(planes)];
  const isClear = (i: number) => clear.every((value, c) => channels[c]?.samples[i] === value);
  return { alpha: 'straight', samples: Float32Array.from({ length }, (_, i) => (isClear(i) ? 0 : full)) };
}

/**
 * What a recipe's channel means for these planes.
 *
 * @param channel `grey` for what the file shows by itself, else the number of a channel, from 0.
 * @throws StudioError `recipe` where the picture lacks the channel, `file` where it lacks a colour.
 */
export function lightOf(planes: Planes, channel: number | 'grey'): Light {
  const { width, height, channels, photometric, bitDepth, sampleFormat } = planes;
  const full = fullScale(planes);
  const base = {
    width,
    height,
    isBytes: bitDepth <= 8 && sampleFormat === 'uint',
    leastSpan: sampleFormat === 'float' ? 1e-12 : 1,
  };
  const chosen = channels[channel === 'grey' ? 0 : channel]?.samples;
  if (!chosen) {
    throw new StudioError(
      'recipe',
      `The recipe asks for channel ${channel}, the picture has ${channels.length}, from 0.`,
    );
  }
  if (photometric.kind === 'palette') {
    const palette = photometric.palette.map(entryOverWhite);
    const colour = (c: 0 | 1 | 2) => Uint8Array.from(chosen, (index) => palette[index]?.[c] ?? 0);
    return { ...base, planes: [colour(0), colour(1), colour(2)], isBytes: true, leastSpan: 1 };
  }
  const invert = (samples: Samples) => Float32Array.from(samples, (value) => full - value);
  if (channel !== 'grey') {
    const isInk = photometric.kind === 'inverted' || photometric.kind === 'cmyk';
    return { ...base, planes: [isInk && !channels[channel]?.alpha ? invert(chosen) : chosen] };
  }
  const alpha = channels.find((one) => one.alpha) ?? clearAsAlpha(planes);
  const onGround = (colours: readonly Samples[]) =>
    alpha ? colours.map((colour) => overWhite(colour, alpha, planes)) : colours;
  const [first, second, third, fourth] = channels.map(({ samples }) => samples);
  if (photometric.kind === 'rgb') {
    if (!first || !second || !third)
      throw new StudioError('file', 'The picture says that it is RGB and has fewer channels.');
    return { ...base, planes: onGround([first, second, third]) };
  }
  if (photometric.kind === 'cmyk') {
    if (!first || !second || !third || !fourth)
      throw new StudioError('file', 'The picture says that it is CMYK and has fewer channels.');
    return { ...base, planes: onGround([first, second, third].map((ink) => fromInks(ink, fourth, planes))) };
  }
  return { ...base, planes: onGround([photometric.kind === 'inverted' ? invert(chosen) : chosen]) };
}
