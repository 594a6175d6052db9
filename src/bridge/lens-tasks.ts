import type { LensRoom } from './lens-task.ts';
import type { Engine } from './serve.ts';

/** The worker's tasks of the lens, which few need: they are loaded when the first is asked for. */
export function createLensTasks(
  room: LensRoom,
): Pick<Engine, 'lensEdges' | 'lensCells' | 'lensSureness' | 'lensBeside' | 'lensCircle'> {
  const lens = () => import('./lens-task.ts');
  return {
    async *lensEdges(ask, signal) {
      return yield* (await lens()).lensEdges(ask, room, signal);
    },

    async *lensCells(ask, signal) {
      return yield* (await lens()).lensCells(ask, room, signal);
    },

    async *lensSureness(ask, signal) {
      return yield* (await lens()).lensSureness(ask, room, signal);
    },

    async *lensBeside(ask, signal) {
      return yield* (await lens()).lensBeside(ask, room, signal);
    },

    async *lensCircle(ask, signal) {
      return yield* (await lens()).lensCircle(ask, room, signal);
    },
  };
}
