import type { Channel, Photometric, Planes, Samples } from '../picture.ts';
import { orientation } from './exif.ts';
import { openJpeg } from './jpeg.ts';
import { damaged } from './refusal.ts';
import { blockSamples, unpackBlock } from './tiff-blocks.ts';
import { checkDescribed, physicalSize } from './tiff-description.ts';
import { tiffJpeg } from './tiff-jpeg.ts';
import { readLayout, type TiffLayout } from './tiff-layout.ts';
import {
  countPages,
  type Fields,
  number,
  numbers,
  openTiff,
  readFields,
  type TiffFile,
} from './tiff-tags.ts';

/** An empty channel of the layout's sample type. */
function emptyChannel({ format, bits }: TiffLayout, length: number): Samples {
  if (format === 'float') return bits === 64 ? new Float64Array(length) : new Float32Array(length);
  if (format === 'int') {
    return bits === 8 ? new Int8Array(length) : bits === 16 ? new Int16Array(length) : new Int32Array(length);
  }
  return bits <= 8 ? new Uint8Array(length) : bits <= 16 ? new Uint16Array(length) : new Uint32Array(length);
}

/** Copies one channel of a block to its place; what stands out over the picture's edge is left. */
function place(
  samples: Samples,
  first: number,
  step: number,
  layout: TiffLayout,
  x0: number,
  y0: number,
  channel: Samples,
): void {
  const columns = Math.min(layout.blockWidth, layout.width - x0);
  const rows = Math.min(layout.blockHeight, layout.height - y0);
  const rowLength = layout.blockWidth * step;
  for (let row = 0; row < rows; row++) {
    const to = (y0 + row) * layout.width + x0;
    const from = row * rowLength + first;
    if (step === 1) channel.set(samples.subarray(from, from + columns), to);
    // Both indices are inside: the block was checked to hold its rows.
    else for (let x = 0, i = from; x < columns; x++, i += step) channel[to + x] = samples[i]!;
  }
}

/** All channels of the first page. @throws Refusal where a block is cut or makes no sense. */
async function readChannels(file: TiffFile, layout: TiffLayout): Promise<readonly Samples[]> {
  const { width, height, samples, across, down, blockWidth, blockHeight, isPlanar, isTiled, bits } = layout;
  const channels = Array.from({ length: samples }, () => emptyChannel(layout, width * height));
  const step = isPlanar ? 1 : samples;
  const rowLength = blockWidth * step;
  const jpeg = layout.compression === 7 ? await openJpeg() : null;
  for (let block = 0; block < across * down * (isPlanar ? samples : 1); block++) {
    const within = block % (across * down);
    const [x0, y0] = [(within % across) * blockWidth, Math.floor(within / across) * blockHeight];
    const rows = isTiled ? blockHeight : Math.min(blockHeight, height - y0);
    const size = Math.ceil((rowLength * bits) / 8) * rows;
    const offset = layout.offsets[block] ?? 0;
    const packed = file.bytes.subarray(offset, offset + (layout.counts?.[block] ?? size));
    const read =
      jpeg === null
        ? blockSamples(await unpackBlock(packed, layout, size), layout, file.isLittle, rowLength, step)
        : await tiffJpeg(jpeg, packed, layout, rows, step);
    if (isPlanar) {
      const channel = channels[Math.floor(block / (across * down))];
      if (channel !== undefined) place(read, 0, 1, layout, x0, y0, channel);
    } else {
      for (const [c, channel] of channels.entries()) place(read, c, step, layout, x0, y0, channel);
    }
  }
  return channels;
}

/** Turns uncompressed YCbCr (full resolution, ITU-R BT.601, 0..255) into RGB in place. */
function yCbCrToRgb(channels: readonly Samples[]): void {
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

function photometric(file: TiffFile, fields: Fields, layout: TiffLayout): Photometric {
  switch (layout.photometric) {
    case 0:
      return { kind: 'inverted' };
    case 2:
    case 6:
      return { kind: 'rgb' };
    case 3: {
      const map = numbers(file, fields, 320) ?? [];
      const entries = 2 ** layout.bits;
      if (map.length < 3 * entries)
        throw damaged('its colours are indices, and the table of colours is missing');
      // Some writers fill the table with 0..255 in place of 0..65535 (libtiff looks for it too).
      const scale = map.some((value) => value > 255) ? 257 : 1;
      const at = (i: number) => Math.round((map[i] ?? 0) / scale);
      return {
        kind: 'palette',
        palette: Array.from(
          { length: entries },
          (_, i) => [at(i), at(i + entries), at(i + 2 * entries)] as const,
        ),
      };
    }
    case 5:
      return { kind: 'inverted' }; // ink: more is darker
    default:
      return { kind: 'grey' };
  }
}

/** Names for channels that are neither grey nor a stain. */
function named(
  samples: readonly Samples[],
  layout: TiffLayout,
  extra: readonly number[],
): readonly Channel[] {
  const inks = layout.photometric === 5 ? ['cyan', 'magenta', 'yellow', 'black'] : [];
  return samples.map((channel, c) => {
    // ExtraSamples 1 and 2 are alpha; they describe the last channels
    const kind = extra[c - (samples.length - extra.length)];
    const name = kind === 1 || kind === 2 ? 'alpha' : inks[c];
    return name === undefined ? { samples: channel } : { name, samples: channel };
  });
}

/**
 * The first page of a TIFF or BigTIFF (TIFF 6.0 and its technical notes): strips and tiles, chunky and planar, 1 to 32
 * bits unsigned, 8 to 32 signed, floats of 16, 32 and 64; no compression, LZW, Deflate, PackBits, Zstandard and JPEG.
 * YCbCr becomes RGB; everything else keeps its stored numbers.
 *
 * @throws Refusal
 */
export async function readTiff(bytes: Uint8Array): Promise<Planes> {
  const file = openTiff(bytes);
  const fields = readFields(file, file.first);
  const planes = countPages(file);
  const layout = readLayout(file, fields);
  checkDescribed(file, fields, layout, planes);
  const seen = photometric(file, fields, layout);
  const channels = await readChannels(file, layout);
  if (layout.photometric === 6 && layout.compression !== 7) yCbCrToRgb(channels);
  return {
    width: layout.width,
    height: layout.height,
    channels: named(channels, layout, numbers(file, fields, 338) ?? []),
    bitDepth: layout.bits,
    sampleFormat: layout.format,
    photometric: seen,
    orientation: orientation(number(file, fields, 274, 1)),
    pixelSizeUm: physicalSize(file, fields),
    planes,
  };
}
