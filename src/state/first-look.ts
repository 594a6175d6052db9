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

/** Asked once for a picture before there is an engine. */
export interface Looker {
  /** Nothing more comes, or it has taken so long that nobody should wait for it. */
  readonly over: Promise<void>;
  /**
   * Asks for a look at the picture in the panes, unless the engine has its models already.
   *
   * @param isNew whether develop and edges will be those of the picture's model, which nobody has chosen yet.
   * @param show takes each picture, and the id of the model that paints.
   */
  look(
    studio: StudioStore,
    isNew: boolean,
    show: (source: Source, shown: ShownPicture, model: string) => void,
  ): void;
}

/** Longer than this nothing else waits for a first look. */
const PATIENCE_MS = 3000;

const KEY = 'eosin-painter';

/** The model that painted last in this browser; null where it is not known. */
function lastPainter(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage is blocked
  }
}

/** Keeps the model that paints, so that the next visit has it ready. */
export function keepPainter(studio: StudioStore): () => void {
  return studio.subscribe(({ paintedBy }, before) => {
    if (paintedBy === before.paintedBy || paintedBy === null) return;
    try {
      localStorage.setItem(KEY, paintedBy);
    } catch {
      // storage is blocked: the next visit takes a little longer
    }
  });
}

/** Starts the worker's downloads at once. */
export function openLooker(port: LookPort, { base, version }: { base: string; version: string }): Looker {
  port.postMessage({ type: 'open', base, version, model: lastPainter() });
  let end = () => {};
  const over = new Promise<void>((resolve) => {
    end = resolve;
    setTimeout(resolve, PATIENCE_MS);
  });
  return {
    over,
    look(studio, isNew, show) {
      const state = studio.getState();
      const wanted = wantedOf(state);
      if (!wanted || state.models) {
        port.terminate();
        end();
        return;
      }
      const { source, recipe } = wanted;
      const suits = state.items.find((item) => item.source === source)?.suits ?? 'none';
      const model = isNew ? suits : recipe.colour.model;
      port.onmessage = ({ data }) => {
        if (data.type === 'ended') end();
        else show(source, data.shown, model);
      };
      const colour = { ...recipe.colour, model };
      port.postMessage({ type: 'look', source, recipe: { ...recipe, colour }, isTrained: isNew });
    },
  };
}
