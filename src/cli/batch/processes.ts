import { type ChildProcess, fork } from 'node:child_process';
import { StudioError } from '../../engine/errors.ts';
import { WrongUse } from '../verb.ts';
import { type Answer, BATCH_PROCESS, type Order } from './messages.ts';
import type { Task, Work } from './work.ts';
import type { Made, Told } from './worker.ts';

/** How a picture ended. */
export type Ended =
  | { readonly state: 'finished'; readonly made: Made }
  | { readonly state: 'failed' | 'crashed'; readonly sentence: string };

/** The command that runs, which knows where the models are. */
const launcher = () => process.argv[1] ?? '';

interface Running {
  readonly child: ChildProcess;
  /** The next answer that ends an order; null where the process ended instead. */
  ask(order: Order): Promise<Answer | null>;
  /** How it ended, for a sentence. */
  how(): string;
}

function start(told: Told): Running {
  const child = fork(launcher(), [BATCH_PROCESS], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  let waiting: ((answer: Answer | null) => void) | undefined;
  let how = '';
  const settle = (answer: Answer | null) => {
    waiting?.(answer);
    waiting = undefined;
  };
  child.on('message', (answer: Answer) => {
    if (answer.type === 'warning') told.warn(answer.sentence);
    else if (answer.type === 'progress') told.show(answer.name, answer.progress);
    else settle(answer);
  });
  const gone = (words: string) => {
    how ||= words;
    settle(null);
  };
  child.on('error', ({ message }) => gone(message));
  child.on('exit', (status, signal) => gone(signal ?? `status ${status}`));
  return {
    child,
    how: () => how,
    ask: (order) =>
      new Promise((resolve) => {
        if (how) return resolve(null);
        waiting = resolve;
        child.send(order, (error) => error && gone(error.message));
      }),
  };
}

/** Has a process load what the work needs. @throws WrongUse, StudioError `internal` where it does not come so far. */
async function makeReady(running: Running, work: Work): Promise<void> {
  const answer = await running.ask({ type: 'work', work });
  if (answer?.type === 'ready') return;
  if (answer?.type === 'refused' && answer.isWrongUse) throw new WrongUse(answer.sentence);
  const why = answer?.type === 'refused' ? answer.sentence : `it ended with ${running.how()}.`;
  throw new StudioError('internal', `A process of the batch did not start: ${why}`);
}

/**
 * Hands pictures to so many processes. One that ends in mid-picture is replaced, and its picture told as crashed.
 *
 * @param ended is called after each picture, one at a time.
 * @throws WrongUse, StudioError where a process cannot be started, or what `ended` throws; all processes have then been ended.
 */
export async function inProcesses(
  count: number,
  work: Work,
  tasks: readonly Task[],
  told: Told,
  ended: (task: Task, how: Ended) => Promise<void>,
): Promise<void> {
  const left = tasks[Symbol.iterator]();
  const alive = new Set<ChildProcess>();
  let isStopped = false;
  const startOne = async () => {
    const running = start(told);
    alive.add(running.child);
    await makeReady(running, work);
    return running;
  };
  const stop = () => {
    isStopped = true;
    for (const child of alive) child.kill('SIGKILL'); // results are written aside: nothing half-written gets a name
  };
  const onSignal = (signal: NodeJS.Signals) => {
    stop();
    process.kill(process.pid, signal); // `once` has taken the listener away: this time it ends the process
  };
  const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM'];
  for (const signal of signals) process.once(signal, onSignal);
  let telling = Promise.resolve();
  const oneAfterTheOther = (task: Task, how: Ended) => {
    telling = telling.then(() => ended(task, how));
    return telling;
  };
  const lane = async () => {
    let running: Running | undefined;
    for (let next = left.next(); !next.done; next = left.next()) {
      const task = next.value;
      running ??= await startOne();
      const answer = await running.ask({ type: 'picture', task });
      if (isStopped) return;
      if (answer?.type === 'made') await oneAfterTheOther(task, { state: 'finished', made: answer.made });
      else if (answer?.type === 'failed')
        await oneAfterTheOther(task, { state: 'failed', sentence: answer.sentence });
      else {
        alive.delete(running.child);
        const sentence = `${task.name}: the process that worked on it ended with ${running.how()}; --resume tries again.`;
        running = undefined;
        await oneAfterTheOther(task, { state: 'crashed', sentence });
      }
    }
    running?.child.disconnect();
    if (running) alive.delete(running.child);
  };
  try {
    await Promise.all(Array.from({ length: Math.min(count, tasks.length) }, lane));
  } finally {
    stop();
    for (const signal of signals) process.off(signal, onSignal);
  }
}
