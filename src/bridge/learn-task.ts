import { learning } from '../engine/learn/learn-from.ts';
import { learnFromSources } from '../engine/learn-from-sources.ts';
import { keepModel } from '../engine/models/own-models.ts';
import type { RenderContext } from '../engine/render.ts';
import type { Source as EngineSource } from '../engine/source.ts';
import { mapped } from '../engine/steps/mapped.ts';
import type { Store } from '../engine/store.ts';
import { backendNames } from './backend-names.ts';
import type { Source, Tasks } from './messages.ts';
import type { TaskEvent } from './serve.ts';

/** What learning needs of the studio in the worker. */
interface Room {
  readonly store: Store;
  engineSource(source: Source): EngineSource;
  /** Runs steps on the device, again where it is lost under them. */
  onDevice<Step, Result>(
    steps: (context: RenderContext) => AsyncGenerator<Step, Result>,
    signal: AbortSignal,
  ): AsyncGenerator<Step, Result>;
  /** The ids of the models that came with the page. */
  shipped(): Promise<readonly string[]>;
  /** Another model stands under this id on the shelf. */
  modelChanged(id: string): void;
}

/** The task `learnCells` of messages.ts. */
export async function* learnCells(
  { pictures, tag, title, steps = learning.steps }: Tasks['learnCells']['ask'],
  { store, engineSource, onDevice, shipped, modelChanged }: Room,
  signal: AbortSignal,
): AsyncGenerator<TaskEvent, Tasks['learnCells']['answer']> {
  const sources = pictures.map(({ source, recipe }) => ({ source: engineSource(source), recipe }));
  const learnt = yield* mapped(
    onDevice((context) => {
      const { backend, name } = context.device;
      const hardware = `${backendNames[backend]} on ${name}, in a browser's tab`;
      const options = { origin: { id: `own-cells-${tag}`, title, hardware }, plan: { ...learning, steps } };
      return learnFromSources(sources, context, signal, options);
    }, signal),
    (event): TaskEvent => event,
  );
  signal.throwIfAborted(); // whoever has stopped it wants no model
  const { id } = await keepModel(store, learnt.files, await shipped());
  modelChanged(id);
  const { cells, seconds, score } = learnt;
  return { id, title, cells, seconds, score };
}
