import type { Planes, Samples } from '../picture.ts';
import { orientation } from './exif.ts';
import { openJpeg } from './jpeg-codec.ts';
import { blockSamples, unpackBlock } from './tiff-blocks.ts';
import { readColours, yCbCrToRgb } from './tiff-colours.ts';
import { describe } from './tiff-description.ts';
import { tiffJpeg } from './tiff-jpeg.ts';
import { readLayout, type TiffLayout } from './tiff-layout.ts';
import { choosePage } from './tiff-pages.ts';
import { type Fields, hint, openTiff, type TiffFile } from './tiff-tags.ts';

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

/** All channels of a page. @throws Refusal where a block is cut or makes no sense. */
async function readChannels(
  file: TiffFile,
  layout: TiffLayout,
): Promise<{ readonly channels: readonly Samples[]; readonly isDamaged: boolean }> {
  const { width, height, samples, across, down, blockWidth, blockHeight, isPlanar, isTiled, bits } = layout;
  const channels = Array.from({ length: samples }, () => emptyChannel(layout, width * height));
  const step = isPlanar ? 1 : samples;
  const rowLength = blockWidth * step;
  let isDamaged = false;
  const jpeg = layout.compression === 7 ? await openJpeg() : null;
  for (let block = 0; block < across * down * (isPlanar ? samples : 1); block++) {
    const within = block % (across * down);
    const [x0, y0] = [(within % across) * blockWidth, Math.floor(within / across) * blockHeight];
    const rows = isTiled ? blockHeight : Math.min(blockHeight, height - y0);
    const size = Math.ceil((rowLength * bits) / 8) * rows;
    const offset = layout.offsets[block] ?? 0;
    const packed = file.bytes.subarray(offset, offset + (layout.counts[block] ?? size));
    const read =
      jpeg === null
        ? blockSamples(await unpackBlock(packed, layout, size), layout, file.isLittle, rowLength, step)
        : await tiffJpeg(jpeg, packed, layout, rows, step, () => {
            isDamaged = true;
          });
    if (isPlanar) {
      const channel = channels[Math.floor(block / (across * down))];
      if (channel !== undefined) place(read, 0, 1, layout, x0, y0, channel);
    } else {
      for (const [c, channel] of channels.entries()) place(read, c, step, layout, x0, y0, channel);
    }
  }
  return { channels, isDamaged };
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
  const page = choosePage(file);
  const { fields } = page;
  const layout = readLayout(file, fields);
  const described = describe(file, fields, layout, page.pages);
  const colours = readColours(file, fields, layout, described.namesChannels);
  const { channels, isDamaged } = await readChannels(file, layout);
  if (layout.photometric === 6 && layout.compression !== 7) yCbCrToRgb(channels);
  const damage =
    'is damaged, and parts of the picture may be wrong: some of its JPEG data make no sense. Copy it again from the source.';
  return {
    width: layout.width,
    height: layout.height,
    channels: channels.map((samples, c) => ({ ...colours.names[c], samples })),
    bitDepth: layout.bits,
    sampleFormat: layout.format,
    photometric: colours.photometric,
    orientation: orientation(hint(file, fields, 274, 1)),
    pixelSizeUm: described.pixelSizeUm,
    planes: metaMorphPlanes(file, fields, layout) ?? page.pages,
    warnings: [
      ...page.warnings,
      ...layout.warnings,
      ...described.warnings,
      ...colours.warnings,
      ...(isDamaged ? [damage] : []),
    ],
  };
}

/**
 * Planes of a MetaMorph stack, which lie behind each other in one page: the count of its field UIC2 (33629), by which some
 * programs mean planes and some the three numbers of each.
 */
function metaMorphPlanes(file: TiffFile, fields: Fields, layout: TiffLayout): number | undefined {
  const told = fields.get(33629)?.count;
  if (told === undefined || layout.compression !== 1) return undefined;
  const planeBytes = Math.ceil((layout.width * layout.samples * layout.bits) / 8) * layout.height;
  const fits = (planes: number) => planes >= 1 && planes * planeBytes <= file.bytes.length;
  return [told, told / 3].find((planes) => Number.isInteger(planes) && fits(planes));
}
