import type { Channel, PlaneAt, Planes, Samples } from '../picture.ts';
import { orientation } from './exif.ts';
import { openJpeg } from './jpeg-codec.ts';
import { maxBytes } from './limits.ts';
import { count, damaged } from './refusal.ts';
import { inDepth, stackOf } from './tiff-axes.ts';
import { blockSamples, unpackBlock } from './tiff-blocks.ts';
import { readColours, yCbCrToRgb } from './tiff-colours.ts';
import { describe } from './tiff-description.ts';
import { tiffJpeg } from './tiff-jpeg.ts';
import { readLayout, type TiffLayout } from './tiff-layout.ts';
import { choosePage, type TiffPage } from './tiff-pages.ts';
import { type Fields, hint, openTiff, readFields, type TiffFile } from './tiff-tags.ts';

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

/** Pages that are looked at to see whether all are of one form. */
const LOOKED_AT = 64;

/** Pages of the form of the first; 1 where some are of another. */
function alikePages(file: TiffFile, { chain, pages }: TiffPage): number {
  if (chain.length !== pages) return 1;
  const form = (fields: Fields) => [256, 257, 258, 277].map((tag) => hint(file, fields, tag, 1)).join(' ');
  try {
    const forms = chain.slice(0, LOOKED_AT).map((offset) => form(readFields(file, offset)));
    return new Set(forms).size === 1 ? pages : 1;
  } catch {
    return 1;
  }
}

/** The layout of a page of a stack, by its number; null where the file has none. */
function layoutOfPage(
  file: TiffFile,
  { chain }: TiffPage,
  first: TiffLayout,
  number: number,
): TiffLayout | null {
  if (number === 0) return first;
  const { width, height, samples, bits, format, compression } = first;
  const offset = chain[number];
  if (offset !== undefined) {
    const layout = readLayout(file, readFields(file, offset));
    const isAlike =
      layout.width === width &&
      layout.height === height &&
      layout.samples === samples &&
      layout.bits === bits &&
      layout.format === format;
    if (isAlike) return layout;
    throw damaged(`its page ${count(number + 1)} has another form than the first`);
  }
  // ImageJ's large stacks and MetaMorph's: all planes one after the other behind the only page.
  if (chain.length !== 1 || compression !== 1) return null;
  const step = number * first.counts.reduce((sum, bytes) => sum + bytes, 0);
  const offsets = first.offsets.map((at) => at + step);
  const end = Math.max(...offsets.map((at, i) => at + (first.counts[i] ?? 0)));
  return end <= file.bytes.length ? { ...first, offsets } : null;
}

/**
 * One plane of a TIFF or BigTIFF (TIFF 6.0 and its technical notes) with all its channels: strips and tiles, chunky and
 * planar, 1 to 32 bits unsigned, 8 to 32 signed, floats of 16, 32 and 64; no compression, LZW, Deflate, PackBits, Zstandard
 * and JPEG. Which pages belong together say OME-XML, ImageJ and MetaMorph. YCbCr becomes RGB; everything else keeps its
 * stored numbers.
 *
 * @param at the plane; the first one by itself.
 * @throws Refusal
 */
export async function readTiff(bytes: Uint8Array, at: PlaneAt = { z: 0, t: 0 }): Promise<Planes> {
  const file = openTiff(bytes);
  const page = choosePage(file);
  const { fields } = page;
  const layout = readLayout(file, fields);
  const described = describe(file, fields, layout, page.pages);
  const colours = readColours(file, fields, layout, described.namesChannels);
  const metaMorph = metaMorphPlanes(file, fields, layout);
  const stack =
    metaMorph === undefined ? stackOf(described, layout.samples, alikePages(file, page)) : inDepth(metaMorph);

  const channels: Channel[] = [];
  let isDamaged = false;
  const planeBytes = layout.width * layout.height * layout.samples * Math.ceil(layout.bits / 8);
  const most = Math.max(1, Math.floor(maxBytes / planeBytes));
  const pages = stack.pagesOf(at.z, at.t);
  for (const [c, number] of pages.slice(0, most).entries()) {
    const own = number === null ? null : layoutOfPage(file, page, layout, number);
    if (!own) continue; // a word was said of it
    const read = await readChannels(file, own);
    isDamaged ||= read.isDamaged;
    if (own.photometric === 6 && own.compression !== 7) yCbCrToRgb(read.channels);
    for (const [i, samples] of read.channels.entries()) {
      channels.push({ ...colours.names[i], ...stack.channels[c * layout.samples + i], samples });
    }
  }
  if (channels.length === 0) throw damaged('the plane that was asked for is not in it');
  const damage =
    'is damaged, and parts of the picture may be wrong: some of its JPEG data make no sense. Copy it again from the source.';
  const tooMany = `holds ${count(pages.length)} channels; the first ${count(most)} are read, which is what fits.`;
  const { c, z, t } = stack.axes;
  return {
    width: layout.width,
    height: layout.height,
    channels,
    bitDepth: layout.bits,
    sampleFormat: layout.format,
    photometric: colours.photometric,
    orientation: orientation(hint(file, fields, 274, 1)),
    pixelSizeUm: described.pixelSizeUm,
    planes: metaMorph ?? page.pages,
    axes: { c: c * layout.samples, z, t },
    warnings: [
      ...page.warnings,
      ...layout.warnings,
      ...described.warnings,
      ...colours.warnings,
      ...(isDamaged ? [damage] : []),
      ...(pages.length > most ? [tooMany] : []),
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
