import type { LookAsk, LookReply } from '../bridge/first-look-messages.ts';
import type { ShownPicture, Source } from '../bridge/messages.ts';
import type { Recipe } from '../engine/recipe.ts';

/** The worker of the first look, or a test's own. */
export interface LookPort {
  postMessage(ask: LookAsk): void;
  onmessage: ((event: MessageEvent<LookReply>) => void) | null;
  /** Its script cannot be loaded. */
  onerror?: ((event: ErrorEvent) => void) | null;
  terminate(): void;
}

/** Asked once, for a picture before there is an engine. */
export interface Looker {
  /** All but its colours have come, or nothing will, or it has taken so long that nobody should wait for it. */
  readonly nearlyOver: Promise<void>;
  /** @param isTrained whether develop and edges are to be as the recipe's model was trained with. */
  look(
    wish: { source: Source; recipe: Recipe },
    isTrained: boolean,
    show: (shown: ShownPicture) => void,
  ): void;
  /** There is nothing to look at. */
  end(): void;
}

/** Longer than this nothing else waits for a first look. */
const PATIENCE_MS = 3000;

const KEY = 'eosin painter';

/** The model that painted last in this browser; null where it is not known. */
export function lastPainter(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage is blocked
  }
}

/** Keeps the id of the model that paints, so that the next visit has it ready. */
export function keepPainter(id: string): void {
  if (id === 'cells') return; // no model
  try {
    localStorage.setItem(KEY, id);
  } catch {
    // Storage is blocked: the next visit takes a little longer.
  }
}

export function openLooker(port: LookPort): Looker {
  let isNearlyOver = () => {};
  const nearlyOver = new Promise<void>((resolve) => {
    isNearlyOver = resolve;
    setTimeout(resolve, PATIENCE_MS);
  });
  port.onerror = isNearlyOver;
  return {
    nearlyOver,
    look({ source, recipe }, isTrained, show) {
      port.onmessage = ({ data }) => {
        if (data.type === 'picture') show(data.shown);
        if (data.type === 'ended' || data.shown.stage === 'edges') isNearlyOver();
      };
      port.postMessage({ source, recipe, isTrained });
    },
    end() {
      port.terminate();
      isNearlyOver();
    },
  };
}
