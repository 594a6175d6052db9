import type { StateCreator } from 'zustand';
import type { Tasks } from '../bridge/messages.ts';
import type { Studio } from './studio.ts';
import { spoken } from './trainer.ts';

/** A net that learns what was mended, as the page shows it. */
export type Learning =
  | {
      readonly state: 'running';
      readonly words: string;
      /** How far it has come, 0..1. */
      readonly way: number;
      /** Null until it can be told. */
      readonly secondsLeft: number | null;
    }
  | {
      readonly state: 'learnt';
      readonly found: Tasks['learnCells']['answer'];
      /** The model that it began with. */
      readonly before: string;
    };

export interface LearnerSlice {
  /** Null where none learns, and what the last one came to was kept or undone. */
  readonly learning: Learning | null;
  /** Why the last one stopped. */
  readonly learningFault: string | null;
  learningChanged(learning: Learning | null): void;
  learningFailed(sentence: string | null): void;
}

export const learnerSlice: StateCreator<Studio, [], [], LearnerSlice> = (set) => ({
  learning: null,
  learningFault: null,
  learningChanged: (learning) => set({ learning }),
  learningFailed: (learningFault) => set({ learningFault }),
});

/** The pictures of the tray whose cells were mended, as they lie there. */
export const mendedPictures = ({ items, strokes }: Pick<Studio, 'items' | 'strokes'>) =>
  items.filter(({ state, source }) => state === 'ready' && (strokes.cells[source.id]?.length ?? 0) > 0);

/** What a learning does now, in a few words. */
export function learningWords({ words, way, secondsLeft }: Extract<Learning, { state: 'running' }>): string {
  const left = secondsLeft === null ? '' : `, about ${spoken(secondsLeft)} left`;
  return words === 'Learning' ? `Learning, ${Math.floor(100 * way)} %${left}` : words;
}

/** What a net has learnt, in a sentence. */
export function learntWords({ cells, seconds, score }: Tasks['learnCells']['answer']): string {
  const from = `Learnt from ${cells} ${cells === 1 ? 'cell' : 'cells'} in ${spoken(seconds)}.`;
  if (!score)
    return `${from} Too few cells were mended to hold some out, so nothing was measured: look at the outlines.`;
  const [before, after] = [score.before, score.after].map((value) => value.toFixed(2));
  const figures = `Before ${before}, after ${after} on ${score.cells} cells that were held out (AP50: 1 is all right).`;
  return score.after < score.before
    ? `${from} ${figures} It finds fewer of them than before: undo it.`
    : `${from} ${figures}`;
}
