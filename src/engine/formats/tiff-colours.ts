import type { Channel, Photometric, Samples } from '../picture.ts';
import { damaged } from './refusal.ts';
import type { TiffLayout } from './tiff-layout.ts';
import { type Fields, hint, numbers, type TiffFile } from './tiff-tags.ts';

/** How a page's channels become something to look at, and what a person must know of it. */
export interface TiffColours {
  readonly photometric: Photometric;
  /** Names and alpha, in the order of the channels; empty for those of which nothing is known. */
  readonly names: readonly Omit<Channel, 'samples'>[];
  readonly warnings: readonly string[];
}

/** Turns uncompressed YCbCr (full resolution, ITU-R BT.601, 0..255) into RGB in place. */
export function yCbCrToRgb(channels: readonly Samples[]): void {
  const [y, cb, cr] = channels;
  if (y === undefined || cb === undefined || cr === undefined) return;
  const clamp = (value: number) => Math.min(255, Math.max(0, Math.round(value)));
  for (let i = 0; i < y.length; i++) {
    // three channels of one length
    const [luma, blue, red] = [y[i]!, cb[i]! - 128, cr[i]! - 128];
    y[i] = clamp(luma + 1.402 * red);
    cb[i] = clamp(luma - 0.344136 * blue - 0.714136 * red);
    cr[i] = clamp(luma + 1.772 * blue);
  }
}

/** @throws Refusal where the table is missing. */
function readPalette(file: TiffFile, fields: Fields, bits: number): Photometric {
  const map = numbers(file, fields, 320) ?? [];
  const entries = 2 ** bits;
  if (map.length < 3 * entries) throw damaged('its colours are indices, and the table of colours is missing');
  // Some writers fill the table with 0..255 in place of 0..65535 (libtiff looks for it too).
  const scale = map.some((value) => value > 255) ? 257 : 1;
  const at = (i: number) => Math.round((map[i] ?? 0) / scale);
  const entry = (_: unknown, i: number) => [at(i), at(i + entries), at(i + 2 * entries)] as const;
  return { kind: 'palette', palette: Array.from({ length: entries }, entry) };
}

const inks = ['cyan', 'magenta', 'yellow', 'black'];

/** Alpha by ExtraSamples (1 premultiplied, 2 straight, 0 something else), which describe the last channels. */
function alphaOf(extra: number | undefined): Omit<Channel, 'samples'> {
  if (extra !== 1 && extra !== 2) return {};
  return { name: 'alpha', alpha: extra === 1 ? 'premultiplied' : 'straight' };
}

function extraSamples(file: TiffFile, fields: Fields): readonly number[] {
  try {
    return numbers(file, fields, 338) ?? [];
  } catch {
    return []; // further channels of which nothing is known
  }
}

/**
 * @param namesChannels the file's description says what its channels are.
 * @throws Refusal where a palette is missing.
 */
export function readColours(
  file: TiffFile,
  fields: Fields,
  layout: TiffLayout,
  namesChannels: boolean,
): TiffColours {
  const { photometric, samples, bits, format } = layout;
  const extra = extraSamples(file, fields);
  const isCmyk = photometric === 5 && hint(file, fields, 332, 1) === 1;
  const names = Array.from({ length: samples }, (_, c) => {
    const alpha = alphaOf(extra[c - (samples - extra.length)]);
    const ink = isCmyk ? inks[c] : undefined;
    return alpha.alpha === undefined && ink !== undefined ? { name: ink } : alpha;
  });
  const of = (seen: Photometric, ...warnings: string[]): TiffColours => ({
    photometric: seen,
    names,
    warnings,
  });
  if (photometric === 0) return of({ kind: 'inverted' });
  if (photometric === 2 || photometric === 6) return of({ kind: 'rgb' });
  if (photometric === 3) return of(readPalette(file, fields, bits));
  if (isCmyk) {
    return of(
      { kind: 'cmyk' },
      'holds printing inks (CMYK): its colours are shown by a plain conversion to RGB, without a profile.',
    );
  }
  if (photometric === 5) {
    return of({ kind: 'inverted' }, `holds ${samples} inks that are not CMYK; the first is shown by itself.`);
  }
  const three = names.filter(({ alpha }) => alpha === undefined).length === 3;
  if (!three || namesChannels) return of({ kind: 'grey' });
  if (bits === 8 && format === 'uint') {
    return of(
      { kind: 'rgb' },
      'calls its three channels grey; they are shown as red, green and blue, as such files mean them.',
    );
  }
  return of(
    { kind: 'grey' },
    'holds three channels and does not say that they are colours; the first is shown, and each can be chosen.',
  );
}
