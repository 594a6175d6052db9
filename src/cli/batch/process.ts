import { failure, WrongUse } from '../verb.ts';
import type { Answer, Order } from './messages.ts';
import { openWorker, type Worker } from './worker.ts';

/** A process of a batch: takes pictures from the one that started it, and ends with it. */
export async function serveBatch(root: string): Promise<0 | 1> {
  if (!process.send) throw new WrongUse('this is started by a batch with --jobs, not by hand.');
  // Where nobody hears it any more this process is about to end: `disconnect` says so.
  const answer = (words: Answer) => process.send?.(words, undefined, undefined, () => {});
  let worker: Worker | undefined;
  const told = {
    warn: (sentence: string) => answer({ type: 'warning', sentence }),
    show: (name: string, progress: Extract<Answer, { type: 'progress' }>['progress']) =>
      answer({ type: 'progress', name, progress }),
  };
  const take = async (order: Order) => {
    if (order.type === 'work') {
      try {
        worker = await openWorker(order.work, root);
        answer({ type: 'ready' });
      } catch (error) {
        const isWrongUse = error instanceof WrongUse;
        answer({ type: 'refused', sentence: isWrongUse ? error.message : failure(error), isWrongUse });
      }
      return;
    }
    try {
      if (!worker) throw new Error('a picture came before the work');
      answer({ type: 'made', made: await worker.make(order.task, told) });
    } catch (error) {
      answer({ type: 'failed', sentence: failure(error) });
    }
  };
  // What has been sent must have left before the process ends.
  process.on('message', (order: Order) => void take(order));
  process.on('SIGINT', () => {}); // Ctrl-C reaches the whole group: the one that started this ends it
  process.once('disconnect', () => process.exit(0)); // also when it was killed: nobody waits for this picture any more
  return new Promise(() => {});
}
