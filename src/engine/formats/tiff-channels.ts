import type { Samples } from '../picture.ts';
import { inRuns, type Range } from './in-runs.ts';
import { openJpeg } from './jpeg-codec.ts';
import { checkSize } from './limits.ts';
import type { Window } from './opened-file.ts';
import { count, Refusal } from './refusal.ts';
import { blockSamples, unpackBlock } from './tiff-blocks.ts';
import { yCbCrToRgb } from './tiff-colours.ts';
import { tiffJpeg } from './tiff-jpeg.ts';
import { sampleBytes, type TiffLayout } from './tiff-layout.ts';
import type { TiffFile } from './tiff-tags.ts';

/** Strips and tiles at most. So many took 0.6 s as Deflate and 1.9 s as JPEG, each with its own tables. */
const maxBlocks = 131_072;

/** An empty channel of the layout's sample type. */
export function emptyChannel({ format, bits }: TiffLayout, length: number): Samples {
  if (format === 'float') return bits === 64 ? new Float64Array(length) : new Float32Array(length);
  if (format === 'int') {
    return bits === 8 ? new Int8Array(length) : bits === 16 ? new Int16Array(length) : new Int32Array(length);
  }
  return bits <= 8 ? new Uint8Array(length) : bits <= 16 ? new Uint16Array(length) : new Uint32Array(length);
}

/** One strip or tile that meets the window. */
interface Block {
  /** Of the layout's blocks. */
  readonly number: number;
  /** Which channel it holds; null for all of them. */
  readonly channel: number | null;
  /** Its first column and row in the picture. */
  readonly x0: number;
  readonly y0: number;
}

/** @throws Refusal where they are too many, or hold too much. */
function blocksIn(layout: TiffLayout, { left, top, width, height }: Window): readonly Block[] {
  const { blockWidth, blockHeight, across, down, samples, isPlanar, isTiled } = layout;
  const [fromX, toX] = [Math.floor(left / blockWidth), Math.floor((left + width - 1) / blockWidth)];
  const [fromY, toY] = [Math.floor(top / blockHeight), Math.floor((top + height - 1) / blockHeight)];
  const planes = isPlanar ? samples : 1;
  const [columns, rows] = [toX - fromX + 1, toY - fromY + 1];
  const blocks = columns * rows * planes;
  if (blocks > maxBlocks) {
    throw new Refusal(
      `is cut into ${count(blocks)} pieces; at most ${count(maxBlocks)} are read. Save it again as TIFF with LZW, Deflate or no compression.`,
    );
  }
  // Blocks stand out over the window's edges, tiles over the picture's too: what they hold together is bounded.
  const reach = isTiled
    ? rows * blockHeight
    : Math.min(rows * blockHeight, layout.height - fromY * blockHeight);
  checkSize(columns * blockWidth, reach, samples * sampleBytes(layout), 4e9);
  return Array.from({ length: blocks }, (_, i) => {
    const x = fromX + (i % columns);
    const y = fromY + (Math.floor(i / columns) % rows);
    const plane = Math.floor(i / (columns * rows));
    return {
      number: (plane * down + y) * across + x,
      channel: isPlanar ? plane : null,
      x0: x * blockWidth,
      y0: y * blockHeight,
    };
  });
}

/** Copies one channel of a block to its place in the window; what stands out over its edges is left. */
function place(
  samples: Samples,
  first: number,
  step: number,
  { blockWidth, blockHeight }: TiffLayout,
  { x0, y0 }: Block,
  window: Window,
  channel: Samples,
): void {
  const [left, top] = [Math.max(x0, window.left), Math.max(y0, window.top)];
  const right = Math.min(x0 + blockWidth, window.left + window.width);
  const bottom = Math.min(y0 + blockHeight, window.top + window.height);
  if (step === 1 && left === x0 && right - left === blockWidth && blockWidth === window.width) {
    // Rows of the block lie as those of the window do.
    const from = (top - y0) * blockWidth;
    channel.set(samples.subarray(from, from + (bottom - top) * blockWidth), (top - window.top) * blockWidth);
    return;
  }
  for (let y = top; y < bottom; y++) {
    const to = (y - window.top) * window.width + left - window.left;
    const from = ((y - y0) * blockWidth + left - x0) * step + first;
    if (step === 1) channel.set(samples.subarray(from, from + right - left), to);
    // Both indices are inside: the block was checked to hold its rows.
    else for (let x = 0, i = from; x < right - left; x++, i += step) channel[to + x] = samples[i]!;
  }
}

/**
 * A channel whose strips lie one after the other just as its samples are needed: read at once and copied nowhere.
 *
 * @param blocks the channel's, that meet the window. @param ranges of all blocks, in the order of `blocks`.
 * @returns null where they lie otherwise.
 */
function asItLies(
  { bytes, isLittle }: TiffFile,
  layout: TiffLayout,
  window: Window,
  blocks: readonly Block[],
  ranges: readonly Range[],
): Samples | null {
  const { blockWidth, samples, isPlanar, isTiled, isBitReversed, bits, format, photometric } = layout;
  const isPlain = layout.compression === 1 && layout.predictor === 1 && !isBitReversed && photometric !== 6;
  const isWhole = !isTiled && (isPlanar || samples === 1) && blockWidth === window.width;
  const isNative = format === 'uint' && (bits === 8 || (bits === 16 && isLittle));
  const [firstBlock, firstRange] = [blocks[0], ranges[0]];
  if (!isPlain || !isWhole || !isNative || !firstBlock || !firstRange) return null;
  let end = firstRange.at;
  for (const [i, { at, length }] of ranges.entries()) {
    const rows = Math.min(layout.blockHeight, layout.height - (blocks[i]?.y0 ?? 0));
    if (at !== end || length !== (rows * blockWidth * bits) / 8) return null;
    end = at + length;
  }
  const rowBytes = (blockWidth * bits) / 8;
  const length = window.height * rowBytes;
  const read = bytes.read(firstRange.at + (window.top - firstBlock.y0) * rowBytes, length);
  if (read.length < length) return null;
  // Memory of its own: a view would hold the file in memory, and may lie where no number of 16 bits can.
  const own = read.buffer.byteLength === length ? read : read.slice();
  return bits === 8 ? own : new Uint16Array(own.buffer);
}

/**
 * All channels of a page, in a window: only the strips and tiles that meet it are read.
 *
 * @param window inside the page.
 * @returns samples of width * height of the window; YCbCr as RGB. `isDamaged` where some may be wrong.
 * @throws Refusal where the window is too large, or a block is cut or makes no sense.
 */
export async function readChannels(
  file: TiffFile,
  layout: TiffLayout,
  window: Window,
): Promise<{ readonly channels: readonly Samples[]; readonly isDamaged: boolean }> {
  const { height, samples, blockWidth, blockHeight, isPlanar, isTiled, bits, compression } = layout;
  checkSize(window.width, window.height, samples * sampleBytes(layout));
  const step = isPlanar ? 1 : samples;
  const rowLength = blockWidth * step;
  const rowsOf = ({ y0 }: Block) => (isTiled ? blockHeight : Math.min(blockHeight, height - y0));
  const sizeOf = (block: Block) => Math.ceil((rowLength * bits) / 8) * rowsOf(block);
  const blocks = blocksIn(layout, window);
  const ranges = blocks.map((block): Range => {
    const size = sizeOf(block);
    const told = layout.counts[block.number] ?? size;
    // No compression makes a block twice as large.
    return { at: layout.offsets[block.number] ?? 0, length: Math.min(told, 2 * size + 2 ** 20) };
  });

  const each = blocks.length / (isPlanar ? samples : 1);
  const lying = Array.from({ length: isPlanar ? samples : 1 }, (_, c) => {
    const own = <T>(all: readonly T[]) => all.slice(c * each, (c + 1) * each);
    return asItLies(file, layout, window, own(blocks), own(ranges));
  });
  if (lying.every((samples) => samples !== null)) return { channels: lying, isDamaged: false };

  const channels = Array.from({ length: samples }, () => emptyChannel(layout, window.width * window.height));
  let isDamaged = false;
  const jpeg = compression === 7 ? await openJpeg() : null;
  const packedBlocks = inRuns(file.bytes, ranges);
  for (const block of blocks) {
    const packed = packedBlocks.next().value ?? new Uint8Array(); // one for each
    const read =
      jpeg === null
        ? blockSamples(
            await unpackBlock(packed, layout, sizeOf(block)),
            layout,
            file.isLittle,
            rowLength,
            step,
          )
        : await tiffJpeg(jpeg, packed, layout, rowsOf(block), step, () => {
            isDamaged = true;
          });
    if (block.channel === null) {
      for (const [c, channel] of channels.entries()) place(read, c, step, layout, block, window, channel);
    } else {
      const channel = channels[block.channel];
      if (channel) place(read, 0, 1, layout, block, window, channel);
    }
  }
  if (layout.photometric === 6 && compression !== 7) yCbCrToRgb(channels);
  return { channels, isDamaged };
}
