import type { Labels } from '../picture.ts';

/** How the cells that were found fit those that are there, on one picture. */
export interface CellAgreement {
  readonly there: number;
  readonly found: number;
  /** Pairs whose intersection over union is above 0.5: a cell has one such partner at most. */
  readonly matches: readonly { readonly there: number; readonly found: number; readonly iou: number }[];
  /** Aggregated Jaccard index (Kumar et al. 2017, doi:10.1109/TMI.2017.2677499); 1 where neither has a cell. */
  readonly aji: number;
}

/** @param there the cells by hand. @param found those to be judged, over the same picture. */
export function cellAgreement(there: Labels, found: Labels): CellAgreement {
  const shared = new Map<number, number>(); // pixels of each pair that overlaps
  const areaThere = new Uint32Array(there.count + 1);
  const areaFound = new Uint32Array(found.count + 1);
  for (let i = 0; i < there.data.length; i++) {
    const [a, b] = [there.data[i]!, found.data[i]!]; // of one size
    areaThere[a]!++;
    areaFound[b]!++;
    if (a && b) shared.set(a * (found.count + 1) + b, (shared.get(a * (found.count + 1) + b) ?? 0) + 1);
  }
  const matches: { there: number; found: number; iou: number }[] = [];
  const best = new Map<number, { found: number; iou: number; both: number; union: number }>();
  for (const [pair, both] of [...shared].sort(([a], [b]) => a - b)) {
    const [a, b] = [Math.floor(pair / (found.count + 1)), pair % (found.count + 1)];
    const union = areaThere[a]! + areaFound[b]! - both;
    const iou = both / union;
    if (iou > 0.5) matches.push({ there: a, found: b, iou });
    if (iou > (best.get(a)?.iou ?? 0)) best.set(a, { found: b, iou, both, union });
  }
  let [together, total] = [0, 0];
  for (let a = 1; a <= there.count; a++) {
    together += best.get(a)?.both ?? 0;
    total += best.get(a)?.union ?? areaThere[a]!;
  }
  const used = new Set([...best.values()].map((one) => one.found));
  for (let b = 1; b <= found.count; b++) if (!used.has(b)) total += areaFound[b]!;
  return { there: there.count, found: found.count, matches, aji: total > 0 ? together / total : 1 };
}

/** Figures over pictures. */
export interface CellFigures {
  /** Matches of all cells that are there, were found, or both. */
  readonly ap50: number;
  readonly f1: number;
  /** Panoptic quality (Kirillov et al. 2019, arXiv 1801.00868). */
  readonly pq: number;
  /** Mean over the pictures. */
  readonly aji: number;
  /** The sum of the differences in number, of the sum of the cells that are there. */
  readonly countError: number;
}

/** @param all one picture or more. */
export function cellFigures(all: readonly CellAgreement[]): CellFigures {
  const sum = (value: (one: CellAgreement) => number) => all.reduce((total, one) => total + value(one), 0);
  const matched = sum(({ matches }) => matches.length);
  const [there, found] = [sum((one) => one.there), sum((one) => one.found)];
  const overlap = sum(({ matches }) => matches.reduce((total, { iou }) => total + iou, 0));
  return {
    ap50: matched / (there + found - matched),
    f1: (2 * matched) / (there + found),
    pq: (2 * overlap) / (there + found),
    aji: sum(({ aji }) => aji) / all.length,
    countError: sum((one) => Math.abs(one.there - one.found)) / there,
  };
}
