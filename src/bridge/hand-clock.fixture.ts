import { nextTask } from '../engine/steps/next-task.ts';
import type { After } from './after.ts';

/** A clock that a test turns by hand. */
export function handClock() {
  let now = 0;
  const alarms = new Set<{ readonly at: number; then(): void }>();
  const after: After = (ms, then) => {
    const alarm = { at: now + ms, then };
    alarms.add(alarm);
    return () => alarms.delete(alarm);
  };
  /** Time for a message to go to and fro, and for what follows from it. */
  const settle = async () => {
    for (let i = 0; i < 8; i++) await nextTask();
  };

  return {
    after,
    /** Moves on, alarm by alarm, with time for promises and messages in between. */
    async advance(ms: number) {
      const end = now + ms;
      await settle();
      for (;;) {
        const next = [...alarms].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        now = next.at;
        alarms.delete(next);
        next.then();
        await settle();
      }
      now = end;
    },
  };
}
