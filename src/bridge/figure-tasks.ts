import type { FigureRoom } from './figure-task.ts';
import type { Engine } from './serve.ts';

/** The worker's tasks of figures, which few need: they are loaded when the first is asked for. */
export function createFigureTasks(room: FigureRoom): Pick<Engine, 'figure' | 'figurePreview'> {
  const tasks = () => import('./figure-task.ts');
  return {
    async *figure(ask, signal) {
      return yield* (await tasks()).figure(ask, room, signal);
    },

    async *figurePreview(ask, signal) {
      return yield* (await tasks()).figurePreview(ask, room, signal);
    },
  };
}
