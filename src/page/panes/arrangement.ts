import type { Layout } from '../../state/view.ts';

/** Panes alike in a grid, or one large with the others stacked beside it, or in a row below it. */
export type Arrangement =
  | { readonly kind: 'grid'; readonly columns: number }
  | { readonly kind: 'beside' | 'below' };

/** A pane's head and caption, in screen pixels. */
const FRAME = 56;

/** The number of columns that gives square pictures the most room; the smaller one of two that are alike. */
function columnsFor(width: number, height: number, count: number): number {
  const sideOf = (columns: number) => Math.min(width / columns, height / Math.ceil(count / columns) - FRAME);
  let best = 1;
  for (let columns = 2; columns <= count; columns++) if (sideOf(columns) > sideOf(best)) best = columns;
  return best;
}

/** How `count` panes lie in a room of that size. */
export function arrangement(width: number, height: number, count: number, layout: Layout): Arrangement {
  if (layout === 'grid') return { kind: 'grid', columns: columnsFor(width, height, count) };
  return { kind: width / height < 0.8 ? 'below' : 'beside' };
}
