import { csvField } from '../formats/csv.ts';
import type { Measures } from './measures.ts';

/** A column of the cells' table. */
export interface Column {
  /** As in the head of a CSV, its unit at the end. */
  readonly name: string;
  /** Null where it cannot be told, as a length in micrometres of a picture without a pixel size. */
  value(cell: Measures): number | null;
}

const degrees = (radians: number) => (radians * 180) / Math.PI;

/**
 * @param pixelUm width and height of a pixel of the label map in micrometres; null where the file does not say. Lengths are
 *   converted with the side of the square of the same area.
 * @param channels names of the channels whose brightness was measured.
 */
export function columns(
  pixelUm: readonly [x: number, y: number] | null,
  channels: readonly string[],
): readonly Column[] {
  const area = pixelUm ? pixelUm[0] * pixelUm[1] : null;
  const times = (value: number, unit: number | null) => (unit === null ? null : value * unit);
  const side = area === null ? null : Math.sqrt(area);
  return [
    { name: 'label', value: ({ label }) => label },
    { name: 'area_px', value: (cell) => cell.area },
    { name: 'area_um2', value: (cell) => times(cell.area, area) },
    { name: 'centroid_x', value: ({ centroid }) => centroid[0] },
    { name: 'centroid_y', value: ({ centroid }) => centroid[1] },
    { name: 'equivalent_diameter_px', value: (cell) => cell.equivalentDiameter },
    { name: 'equivalent_diameter_um', value: (cell) => times(cell.equivalentDiameter, side) },
    { name: 'perimeter_px', value: ({ perimeter }) => perimeter },
    { name: 'perimeter_um', value: ({ perimeter }) => times(perimeter, side) },
    {
      name: 'circularity',
      value: ({ circularity }) => (Number.isNaN(circularity) ? null : circularity),
    },
    { name: 'elongation', value: ({ elongation }) => elongation },
    { name: 'orientation_deg', value: ({ orientation }) => degrees(orientation) },
    { name: 'neighbours', value: ({ neighbours }) => neighbours },
    { name: 'at_border', value: (cell) => Number(cell.atBorder) },
    ...channels.flatMap((channel, c): Column[] => [
      { name: `mean_${channel}`, value: ({ brightness }) => brightness[c]?.mean ?? null },
      { name: `total_${channel}`, value: ({ brightness }) => brightness[c]?.total ?? null },
    ]),
  ];
}

/** The table as a CSV (RFC 4180) with a head; at most seven digits, an empty field for what cannot be told. */
export function csv(cells: readonly Measures[], shown: readonly Column[]): string {
  const written = (value: number | null) => (value === null ? '' : `${Number(value.toPrecision(7))}`);
  const rows = cells.map((cell) => shown.map((column) => written(column.value(cell))).join(','));
  return `${[shown.map(({ name }) => csvField(name)).join(','), ...rows].join('\r\n')}\r\n`;
}

/** One line about all cells, as "41 cells, median 212 um²". */
export function summary(cells: readonly Measures[], pixelUm: readonly [x: number, y: number] | null): string {
  const count = `${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}`;
  if (cells.length === 0) return 'No cells';
  const sorted = cells.map(({ area }) => area).sort((a, b) => a - b);
  const median = (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2; // in range
  const [value, unit] = pixelUm ? [median * pixelUm[0] * pixelUm[1], 'µm²'] : [median, 'px'];
  return `${count}, median ${Number(value.toPrecision(3))} ${unit}`;
}
