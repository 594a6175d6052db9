import type { FoundCells } from '../engine/cells/found-cells.ts';
import { columns, summary } from '../engine/cells/table.ts';
import type { Labels } from '../engine/picture.ts';
import type { ShownCells, ShownLabels } from './messages.ts';

/** Labels as they cross: in as few bytes as they need, and a copy, since what the cache holds must not change hands. */
export function shownLabels({ width, height, count, data }: Labels): ShownLabels {
  return { width, height, count, data: count < 2 ** 16 ? Uint16Array.from(data) : data.slice() };
}

/** Cells as the page takes them. */
export function shownCells(found: FoundCells): ShownCells {
  const { labels, measured, frame, channels, shown, near, diameter } = found;
  return {
    labels: shownLabels(labels),
    table: columns(frame.pixelUm, channels).map((column) => ({
      name: column.name,
      values: Float64Array.from(measured, (cell) => column.value(cell) ?? Number.NaN),
    })),
    boxes: Float32Array.from(measured.flatMap(({ box }) => box)),
    near,
    channels,
    shown,
    frame,
    diameter,
    summary: summary(measured, frame.pixelUm),
  };
}
