import type { ShownPicture, Source } from '../bridge/messages.ts';
import { keepPainter, type Looker } from './looker.ts';
import { wantedOf } from './rendering.ts';
import type { StudioStore } from './studio.ts';
import { selectedItem } from './tray.ts';

/**
 * Has the picture in the panes looked at before there is an engine, and keeps which model painted for the next visit.
 *
 * @param begun resolves when the tray has what it begins with; true where that was brought back, with its settings. Else
 *   they will be those of the picture's model.
 * @param show takes each picture, and the id of the model that paints.
 */
export function takeFirstLook(
  studio: StudioStore,
  looker: Looker,
  begun: Promise<boolean>,
  show: (source: Source, shown: ShownPicture, model: string) => void,
): void {
  studio.subscribe(({ paintedBy }, before) => {
    if (paintedBy !== null && paintedBy !== before.paintedBy) keepPainter(paintedBy);
  });
  void begun.then((isBack) => {
    const state = studio.getState();
    const wanted = wantedOf(state);
    if (!wanted || state.models) {
      looker.end();
      return;
    }
    const { source, recipe } = wanted;
    const model = isBack ? state.recipe.colour.model : (selectedItem(state)?.suits ?? 'none');
    const wish = { source, recipe: { ...recipe, colour: { ...recipe.colour, model } } };
    looker.look(wish, !isBack, (shown) => show(source, shown, model));
    const stop = studio.subscribe((next) => {
      if (selectedItem(next)?.source === source && next.stages.colour.runs === 0) return;
      looker.end(); // another picture, or the engine was quicker
      stop();
    });
  });
}
