import type { ShownStage } from '../../engine/stages/shown.ts';

/** What each pane shows, and what of it is invented. */
export const captions: Readonly<Record<ShownStage, string>> = {
  develop: 'Your picture, as you set it.',
  edges: 'Outlines found, not invented.',
  cells: 'Found by a network: check it.',
  colour: 'Invented, not measured.',
  dream: 'Dreamed up, not measured.',
};
