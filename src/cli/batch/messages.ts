import type { Progress } from '../../engine/render-event.ts';
import type { Task, Work } from './work.ts';
import type { Made } from './worker.ts';

/** To a process of a batch: what is done, then picture after picture; each waits for the answer to the one before. */
export type Order =
  | { readonly type: 'work'; readonly work: Work }
  | { readonly type: 'picture'; readonly task: Task };

/** From it: exactly one `ready` or `refused` to the work, and one `made` or `failed` to each picture. */
export type Answer =
  | { readonly type: 'ready' }
  | { readonly type: 'refused'; readonly sentence: string; readonly isWrongUse: boolean }
  | { readonly type: 'made'; readonly made: Made }
  | { readonly type: 'failed'; readonly sentence: string }
  | { readonly type: 'warning'; readonly sentence: string }
  | { readonly type: 'progress'; readonly name: string; readonly progress: Progress };

/** The verb under which a process of a batch starts; nobody types it. */
export const BATCH_PROCESS = 'batch-process';
