import type { ShownCells } from '../../bridge/messages.ts';

type Table = ShownCells['table'];

/** How the table is ordered and what of it is left. */
export interface View {
  /** Number of a column. */
  readonly by: number;
  readonly isDown: boolean;
  /** Only cells whose value of that column lies between both, ends included. */
  readonly only: { readonly column: number; readonly low: number; readonly high: number } | null;
}

/** Labels in the order of the table: what cannot be told comes last, equal ones by their label. */
export function shownRows(table: Table, { by, isDown, only }: View): number[] {
  const count = table[0]?.values.length ?? 0;
  const kept = Array.from({ length: count }, (_, i) => i).filter((i) => {
    const value = only ? (table[only.column]?.values[i] ?? Number.NaN) : 0;
    return !only || (value >= only.low && value <= only.high);
  });
  const values = table[by]?.values;
  const sign = isDown ? -1 : 1;
  kept.sort((a, b) => {
    const [x, y] = [values?.[a] ?? Number.NaN, values?.[b] ?? Number.NaN];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a - b;
    return sign * (x - y) || a - b;
  });
  return kept.map((i) => i + 1);
}

/** The rows as spreadsheets take them from the clipboard: divided by tabs, figures in full. */
export function tableText(table: Table, labels: readonly number[]): string {
  const lines = labels.map((label) =>
    table.map(({ values }) => (Number.isFinite(values[label - 1]) ? String(values[label - 1]) : '')),
  );
  return [table.map(({ name }) => name), ...lines].map((cells) => cells.join('\t')).join('\n');
}
