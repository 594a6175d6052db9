import type { TiffLayout } from './tiff-layout.ts';

/** Strips of more bytes are cut: a window of a few rows then takes few bytes, and no strip is too large to be read. */
const STRIP_BYTES = 1_000_000;

/** Strips stay of one height but for the last: where there are several, they are cut into equal parts. */
function largestDivisor(height: number, most: number): number {
  for (let rows = most; rows > 1; rows--) if (height % rows === 0) return rows;
  return 1;
}

/** As {@link TiffLayout}; long strips that are not compressed are cut into shorter ones, which lie one after the other. */
export function inShortStrips(layout: TiffLayout): TiffLayout {
  const { width, height, samples, bits, isPlanar, isTiled, compression, blockHeight, down } = layout;
  const rowBytes = Math.ceil((width * (isPlanar ? 1 : samples) * bits) / 8);
  const most = Math.max(1, Math.floor(STRIP_BYTES / rowBytes));
  if (isTiled || compression !== 1 || most >= blockHeight) return layout;
  const rows = down === 1 ? most : largestDivisor(blockHeight, most);
  const offsets: number[] = [];
  const counts: number[] = [];
  for (const [block, at] of layout.offsets.entries()) {
    const all = Math.min(blockHeight, height - (block % down) * blockHeight);
    const end = at + (layout.counts[block] ?? 0);
    for (let row = 0; row < all; row += rows) {
      const from = at + row * rowBytes;
      offsets.push(from);
      counts.push(Math.max(0, Math.min(Math.min(rows, all - row) * rowBytes, end - from)));
    }
  }
  return { ...layout, offsets, counts, blockHeight: rows, down: offsets.length / (isPlanar ? samples : 1) };
}
