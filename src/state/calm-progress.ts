import type { Progress } from '../engine/render-event.ts';

/** What is over sooner needs no word on how far it is: at a pen's pace the words would cost more than the work. */
const CALM_MS = 150;

/** Passes on the newest progress a few times a second, and none of what is over before that. */
export function calmProgress(tell: (progress: Progress) => void): {
  heard(progress: Progress): void;
  /** What was heard last is done. */
  over(): void;
} {
  let newest: Progress | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    heard(progress) {
      newest = progress;
      timer ??= setTimeout(() => {
        timer = undefined;
        if (newest) tell(newest);
      }, CALM_MS);
    },
    over() {
      newest = null;
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
