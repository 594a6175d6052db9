import type { DreamFigures } from './figures.ts';

/** So many steps without a better one, and the dream is past its best. */
const PATIENCE = 6;

/** What a step brought back of the input and what it left uninvented: 0..2. */
const balance = ({ edges: { input } }: DreamFigures): number => input.recall + input.precision;

/** The step of the last octave where structure brought back and structure invented balance. */
export interface Best {
  readonly index: number;
  /** The rule in words, with this dream's numbers. */
  readonly sentence: string;
  /** Enough steps were taken since to say that it will not get better. */
  readonly isPast: boolean;
}

/**
 * The rule: of the steps in the last octave the one where the share of the input's edges that stand in the dream (brought
 * back) and the share of the dream's edges that stand on the input's (not invented) have the largest sum. A step that brings
 * back more than it invents raises the sum, one that invents more lowers it. The first of equals.
 *
 * @param figures of all steps, in order.
 * @returns null before the last octave.
 */
export function bestStep(figures: readonly DreamFigures[]): Best | null {
  const last = figures.filter(({ octave, octaves }) => octave === octaves);
  const [first] = last;
  const newest = last.at(-1);
  if (!first || !newest) return null;
  const best = last.reduce((a, b) => (balance(b) > balance(a) ? b : a), first);
  const percent = (share: number) => `${Math.round(100 * share)}\u00a0%`;
  const { recall, precision } = best.edges.input;
  return {
    index: best.index,
    isPast: newest.index - best.index >= PATIENCE,
    sentence:
      `Step ${best.step} is the best balance: ${percent(recall)} of the input's edges stand in the dream, ` +
      `${percent(precision)} of the dream's edges stand on the input's. Other steps invent more than they bring back.`,
  };
}
