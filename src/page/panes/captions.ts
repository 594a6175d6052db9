import type { ShownStage } from '../../engine/stages/shown.ts';

/** What each pane shows, and what of it is invented. */
export const captions: Readonly<Record<ShownStage, string>> = {
  develop: 'Your picture, in the contrast chosen.',
  edges: 'Outlines found; nothing is invented.',
  cells: 'Cells found by a network: check them.',
  colour: 'Invented by a network, not measured.',
  dream: 'Dreamed by a network, not measured.',
};
