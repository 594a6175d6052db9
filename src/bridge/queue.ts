import { nextTask } from '../engine/next-task.ts';

/** One job in the worker. */
export interface Work<Event, Answer> {
  readonly job: number;
  /** Stepped only while no other job waits or runs. */
  readonly background: boolean;
  steps(signal: AbortSignal): AsyncGenerator<Event, Answer>;
  begun(): void;
  event(event: Event): void;
  /** Called exactly once, unless `failed` is. */
  done(answer: Answer): void;
  /** Called exactly once, unless `done` is; `cancelled` says that it was asked for. */
  failed(error: unknown, cancelled: boolean): void;
}

export interface Queue<Event, Answer> {
  add(work: Work<Event, Answer>): void;
  /** Drops a job that has not begun, and stops one that has before its next step. */
  cancel(job: number): void;
}

interface Turn<Event, Answer> {
  readonly work: Work<Event, Answer>;
  readonly abort: AbortController;
  running: AsyncGenerator<Event, Answer> | null;
}

/**
 * One job at a time, step by step, in the order of asking; those of the background only while there is no other, so that
 * they give way between two of their steps. Between steps the event loop has its turn: a cancel gets in.
 */
export function createQueue<Event, Answer>(): Queue<Event, Answer> {
  const turns: Turn<Event, Answer>[] = [];
  let awake = false;

  const step = async (turn: Turn<Event, Answer>) => {
    const { work, abort } = turn;
    const end = (tell: () => void) => {
      turns.splice(turns.indexOf(turn), 1);
      tell();
    };
    try {
      if (!turn.running) {
        work.begun();
        turn.running = work.steps(abort.signal);
      }
      abort.signal.throwIfAborted();
      const result = await turn.running.next();
      abort.signal.throwIfAborted();
      if (result.done) end(() => work.done(result.value));
      else work.event(result.value);
    } catch (error) {
      // Frees what the steps hold; that they fail at it must not keep the job from ending.
      await turn.running?.return(undefined as never).catch(() => {});
      end(() => work.failed(error, abort.signal.aborted));
    }
  };

  const run = async () => {
    awake = true;
    for (;;) {
      const turn = turns.find(({ work }) => !work.background) ?? turns[0];
      if (!turn) break;
      await nextTask();
      if (turns.includes(turn)) await step(turn);
    }
    awake = false;
  };

  return {
    add(work) {
      turns.push({ work, abort: new AbortController(), running: null });
      if (!awake) void run();
    },
    cancel(job) {
      const turn = turns.find(({ work }) => work.job === job);
      if (!turn) return;
      turn.abort.abort(new DOMException('cancelled', 'AbortError'));
      if (turn.running) return;
      turns.splice(turns.indexOf(turn), 1);
      turn.work.failed(turn.abort.signal.reason, true);
    },
  };
}
