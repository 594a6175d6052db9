import type { Studio } from '../studio.ts';
import { selectedItem } from '../tray.ts';
import { isWhole } from './is-whole.ts';

type Seen = Pick<Studio, 'items' | 'selected' | 'recipe' | 'truePixels' | 'perPixel' | 'fitScale'>;

/** Whether the percentage, 1:1 and the key `1` count pixels of the file: where panes show those, else they count the working picture's. */
export const countsFile = (state: Seen): boolean =>
  state.truePixels && isWhole(state.recipe.develop, selectedItem(state)?.facts ?? null);

/** The zoom at which one pixel, of those that are counted, lies on one of the screen. @param ratio pixels of the screen for each of CSS. */
export const zoomAtOne = (state: Seen, ratio: number): number =>
  (countsFile(state) ? state.perPixel : 1) / (state.fitScale * ratio);
