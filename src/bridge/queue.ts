import { nextTask } from '../engine/steps/next-task.ts';

/** One job in the worker. */
export interface Work<Event, Answer> {
  readonly job: number;
  /** Stepped only while no other job waits or runs. */
  readonly background: boolean;
  steps(signal: AbortSignal): AsyncGenerator<Event, Answer>;
  /** Its first step comes now. */
  begun(): void;
  event(event: Event): void;
  /** The one ending of a job that came to its end; when it throws, `failed` follows with that error. */
  done(answer: Answer): void;
  /** The one ending of every other job; `cancelled` says that it was asked for. */
  failed(error: unknown, cancelled: boolean): void;
}

export interface Queue<Event, Answer> {
  add(work: Work<Event, Answer>): void;
  /** Ends a job: at once while it waits for its turn, else after its current step. */
  cancel(job: number): void;
}

interface Turn<Event, Answer> {
  readonly work: Work<Event, Answer>;
  readonly abort: AbortController;
  running: AsyncGenerator<Event, Answer> | null;
}

/**
 * A step whose value is no longer a promise. The language says so of every step, but WebKit makes a tail call of an async
 * generator's `return f()` and hands out what `f` returned, a promise too, as it is.
 */
async function settled<Event, Answer>(
  step: Promise<IteratorResult<Event, Answer>>,
): Promise<IteratorResult<Event, Answer>> {
  const result = await step;
  return result.done ? { done: true, value: await result.value } : result;
}

/**
 * One job at a time, step by step, in the order of asking; those of the background only while there is no other, so that
 * they give way between two of their steps, and a step each in turn. Between steps the event loop has its turn: a cancel
 * gets in.
 */
export function createQueue<Event, Answer>(): Queue<Event, Answer> {
  const turns = new Set<Turn<Event, Answer>>();
  let stepping: Turn<Event, Answer> | null = null;
  let isAwake = false;

  const next = () => {
    const waiting = [...turns];
    return waiting.find(({ work }) => !work.background) ?? waiting[0];
  };

  /** To the end of the line, so that a training does not keep thumbnails waiting for half an hour. */
  const giveWay = (turn: Turn<Event, Answer>) => {
    turns.delete(turn);
    turns.add(turn);
  };

  const fail = async (turn: Turn<Event, Answer>, error: unknown) => {
    turns.delete(turn);
    // Frees what the steps hold; that they fail at it must not keep the job from ending.
    await turn.running?.return(undefined as never).catch(() => {});
    turn.work.failed(error, turn.abort.signal.aborted);
  };

  const step = async (turn: Turn<Event, Answer>) => {
    const { work, abort } = turn;
    stepping = turn;
    try {
      if (!turn.running) {
        work.begun();
        turn.running = work.steps(abort.signal);
      }
      const { done, value } = await settled(turn.running.next());
      abort.signal.throwIfAborted();
      if (done) {
        turns.delete(turn);
        work.done(value);
      } else {
        work.event(value);
        if (work.background) giveWay(turn);
      }
    } catch (error) {
      await fail(turn, error);
    } finally {
      stepping = null;
    }
  };

  const run = async () => {
    isAwake = true;
    while (turns.size > 0) {
      await nextTask();
      const turn = next();
      if (turn) await step(turn);
    }
    isAwake = false;
  };

  return {
    add(work) {
      turns.add({ work, abort: new AbortController(), running: null });
      if (!isAwake) void run();
    },
    cancel(job) {
      const turn = [...turns].find(({ work }) => work.job === job);
      if (!turn) return;
      turn.abort.abort(new DOMException('cancelled', 'AbortError'));
      if (turn !== stepping) void fail(turn, turn.abort.signal.reason);
    },
  };
}
