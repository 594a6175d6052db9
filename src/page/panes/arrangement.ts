/** Panes alike in a grid, or one large with the others stacked beside it, or in a row below it. */
export type Arrangement =
  | { readonly kind: 'grid'; readonly columns: number }
  | { readonly kind: 'beside' | 'below' };

/** A pane's head, in screen pixels. */
const HEAD = 32;

/** The number of columns that gives square pictures the most room; the smaller one of two that are alike. */
function columnsFor(width: number, height: number, count: number): number {
  const sideOf = (columns: number) => Math.min(width / columns, height / Math.ceil(count / columns) - HEAD);
  let best = 1;
  for (let columns = 2; columns <= count; columns++) if (sideOf(columns) > sideOf(best)) best = columns;
  return best;
}

/**
 * How `count` panes lie in a room of that size.
 *
 * @param isEnlarged one of them was asked to be large; in a small room one is anyway.
 */
export function arrangement(width: number, height: number, count: number, isEnlarged: boolean): Arrangement {
  if (width / height < 0.8) return { kind: 'below' };
  if (isEnlarged || width < 640) return { kind: 'beside' };
  return { kind: 'grid', columns: columnsFor(width, height, count) };
}
