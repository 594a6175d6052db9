import type { BatchRoom } from './batch-task.ts';
import type { Engine } from './serve.ts';

/** The worker's tasks of batches, which few need: they are loaded when the first is asked for. */
export function createBatchTasks(
  room: BatchRoom,
): Pick<Engine, 'batchLook' | 'batchMake' | 'batchWrite' | 'batchTable' | 'batchZip'> {
  const batch = () => import('./batch-task.ts');
  return {
    async *batchLook(ask) {
      return yield* (await batch()).batchLook(ask, room);
    },

    async *batchMake(ask, signal) {
      return yield* (await batch()).batchMake(ask, room, signal);
    },

    async *batchWrite(ask) {
      return yield* (await batch()).batchWrite(ask);
    },

    async *batchTable(ask) {
      return yield* (await batch()).batchTable(ask);
    },

    async *batchZip(ask) {
      return yield* (await batch()).batchZip(ask);
    },
  };
}
