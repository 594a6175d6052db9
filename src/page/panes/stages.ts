import type { ShownStage } from '../../state/jobs.ts';
import type { Pane } from '../../state/view.ts';

/** The panes in the picture's order, and the stage that each shows. */
export const panes = [
  { pane: 'input', stage: 'develop', name: 'Input' },
  { pane: 'edges', stage: 'edges', name: 'Edges' },
  { pane: 'colour', stage: 'colour', name: 'Colour' },
  { pane: 'dream', stage: 'dream', name: 'Dream' },
] as const satisfies readonly { pane: Pane; stage: ShownStage; name: string }[];

export type PaneName = (typeof panes)[number]['name'];
