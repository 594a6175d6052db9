import { StudioError } from '../engine/errors.ts';
import type { After } from './after.ts';

/** Work younger than this is let finish when newer work is asked for. */
const YOUNG_MS = 500;

/** A line in which only the newest counts, as the renders of a slider. */
export interface Line {
  /**
   * Starts work when its turn comes. Rejects with a StudioError `cancelled` when newer work takes its place.
   *
   * @param work is handed a signal: stop.
   * @param signal the caller's own.
   */
  ask<Answer>(work: (signal: AbortSignal) => Promise<Answer>, signal?: AbortSignal): Promise<Answer>;
}

interface Turn {
  start(): void;
  /** Ends it as cancelled, if it waits. */
  drop(): void;
}

const cancelled = () => new StudioError('cancelled', 'Cancelled.');

/**
 * One runs and one waits. Newer work takes the place of what waits; what runs goes on while it is young, so that a drag
 * shows pictures, and is aborted once it is not, so that a slow device answers too.
 */
export function createLine(after: After): Line {
  let running: { abort: AbortController; isOld: boolean } | null = null;
  let waiting: Turn | null = null;

  return {
    ask: (work, signal) =>
      new Promise((resolve, reject) => {
        const turn: Turn = {
          start() {
            const abort = new AbortController();
            const mine = { abort, isOld: false };
            running = mine;
            const stopClock = after(YOUNG_MS, () => {
              mine.isOld = true;
              if (waiting) abort.abort();
            });
            signal?.addEventListener('abort', () => abort.abort(), { once: true });
            work(abort.signal)
              .then(resolve, reject)
              .finally(() => {
                stopClock();
                const next = waiting;
                running = null;
                waiting = null;
                next?.start();
              });
          },
          drop() {
            if (waiting !== turn) return;
            waiting = null;
            reject(cancelled());
          },
        };
        if (signal?.aborted) {
          reject(cancelled());
          return;
        }
        if (!running) {
          turn.start();
          return;
        }
        waiting?.drop();
        waiting = turn;
        signal?.addEventListener('abort', turn.drop, { once: true });
        if (running.isOld) running.abort.abort();
      }),
  };
}
