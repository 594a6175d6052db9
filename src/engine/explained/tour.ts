import { panes } from '../stages/shown.ts';
import { type Patch, redCells } from './explained-picture.ts';

/** What the tour's pictures, and the example in an empty Dream pane, show in each of its stages: the first sample. */
export const tourSource = redCells;

/** The paper's dream. */
export const tourRecipe: Patch = { dream: { enabled: true, layers: { mixed6: 1, mixed8: 1 } } };

/** The stages that it shows: those that lead to a dream. */
export const tourPanes = panes.filter(({ stage }) => stage !== 'cells');

/** Pixels a side of the tour's pictures. */
export const TOUR_SIDE = 256;
