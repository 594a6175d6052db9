import type { LookAsk, LookReply } from '../bridge/first-look-messages.ts';
import type { ShownPicture, Source } from '../bridge/messages.ts';
import { wantedOf } from './rendering.ts';
import type { StudioStore } from './studio.ts';

/** The worker of the first look, or a test's own. */
export interface LookPort {
  postMessage(ask: LookAsk): void;
  onmessage: ((event: MessageEvent<LookReply>) => void) | null;
  terminate(): void;
}

/**
 * Asks for a first look at the picture in the panes, unless the engine is there before. The worker ends by itself.
 *
 * @param isNew whether develop and edges will be those of the picture's model, which nobody has chosen yet.
 * @param show takes each picture, and the id of the model that paints.
 */
export function takeFirstLook(
  studio: StudioStore,
  port: LookPort,
  isNew: boolean,
  { base, version }: Pick<LookAsk, 'base' | 'version'>,
  show: (source: Source, shown: ShownPicture, model: string) => void,
): void {
  const state = studio.getState();
  const wanted = wantedOf(state);
  if (!wanted || state.models) {
    port.terminate();
    return;
  }
  const { source, recipe } = wanted;
  const suits = state.items.find((item) => item.source === source)?.suits ?? 'none';
  const model = isNew ? suits : recipe.colour.model;
  port.onmessage = ({ data: { shown } }) => show(source, shown, model);
  port.postMessage({
    source,
    recipe: { ...recipe, colour: { ...recipe.colour, model } },
    isTrained: isNew,
    base,
    version,
  });
}
