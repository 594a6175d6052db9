/**
 * The stages whose pictures are shown, in the order in which the picture goes through them. A stage is named as its slice
 * of the recipe; `pane` is what files are called by, `name` what people read.
 */
export const panes = [
  { stage: 'develop', pane: 'input', name: 'Input' },
  { stage: 'edges', pane: 'edges', name: 'Edges' },
  { stage: 'cells', pane: 'cells', name: 'Cells' },
  { stage: 'colour', pane: 'colour', name: 'Colour' },
  { stage: 'dream', pane: 'dream', name: 'Dream' },
] as const;

export type ShownStage = (typeof panes)[number]['stage'];
export type Pane = (typeof panes)[number]['pane'];
export type PaneName = (typeof panes)[number]['name'];

export const shownStages: readonly ShownStage[] = panes.map(({ stage }) => stage);

/** One value for each stage. */
export const byStage = <T>(value: (stage: ShownStage) => T): Record<ShownStage, T> =>
  Object.fromEntries(shownStages.map((stage) => [stage, value(stage)])) as Record<ShownStage, T>; // all of them
