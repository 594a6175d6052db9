import type { Device } from '../engine/device/device.ts';
import { StudioError } from '../engine/errors.ts';
import { keepModel, modelFiles, removeModel, unzipModel, zipModel } from '../engine/models/own-models.ts';
import { dishSources } from '../engine/pairs/petri-sources.ts';
import { zipPairs } from '../engine/pairs/zip-pairs.ts';
import { DATA_SET_SEED } from '../engine/petri/data-set.ts';
import type { Source as EngineSource } from '../engine/source.ts';
import { mapped } from '../engine/steps/mapped.ts';
import type { Store } from '../engine/store.ts';
import { discardTraining, keptTraining } from '../engine/train/kept-training.ts';
import { ownPlan } from '../engine/train/own-plan.ts';
import {
  beginTraining,
  goOnTraining,
  type TrainingEvent,
  trainedModel,
} from '../engine/train/own-training.ts';
import { backendNames } from './backend-names.ts';
import type { Pictures, Source } from './messages.ts';
import type { Engine, TaskEvent } from './serve.ts';
import { toRgba } from './to-rgba.ts';

/** What training needs of the studio in the worker. */
export interface TrainingRoom {
  readonly store: Store & { readonly lasts: boolean };
  /** Takes the kept training from other tabs until the answer is called; null where one has it. */
  hold(): Promise<(() => void) | null>;
  now(): number;
  engineSource(source: Source): EngineSource;
  /** Runs steps on the device, again where it is lost under them. */
  onDevice<Step, Result>(
    steps: (device: Device) => AsyncGenerator<Step, Result>,
    signal: AbortSignal,
  ): AsyncGenerator<Step, Result>;
  /** The ids of the models that came with the page. */
  shipped(): Promise<readonly string[]>;
  /** Another model stands under this id on the shelf, or none. */
  modelChanged(id: string): void;
}

type TrainingTask =
  | 'dataSet'
  | 'keptTraining'
  | 'train'
  | 'pauseTraining'
  | 'discardTraining'
  | 'useTraining'
  | 'exportModel'
  | 'addModel'
  | 'removeModel';

/** The tasks of training, of data sets and of a person's own models; loaded when the first of them is asked for. */
export function createTrainingTasks(room: TrainingRoom): Pick<Engine, TrainingTask> {
  const { store, hold, now, engineSource, onDevice, shipped, modelChanged } = room;
  /** The run that a pause was last pressed for. */
  let paused: string | null = null;

  const sourcesOf = ({ sources, dishes }: Pictures, size: number): EngineSource[] => [
    ...sources.map(engineSource),
    ...dishSources(DATA_SET_SEED, dishes, size),
  ];
  const filesOfTraining = (signal: AbortSignal) =>
    onDevice(async function* (device): AsyncGenerator<never, ReadonlyMap<string, Uint8Array<ArrayBuffer>>> {
      return await trainedModel(
        store,
        `${backendNames[device.backend]} on ${device.name}, in a browser's tab`,
      );
    }, signal);

  const taken = async () => {
    const letGo = await hold();
    if (letGo) return letGo;
    throw new StudioError('storage', 'Another tab of this page trains; pause it there first.');
  };

  return {
    async *dataSet({ pictures, plan }, signal) {
      const sources = sourcesOf(pictures, plan.recipe.develop.size);
      const making = zipPairs(sources, plan, signal);
      let done = 0;
      const { bytes, learnt, held } = yield* mapped(making, ({ made }): TaskEvent => {
        done++;
        const words = `Making pairs: ${made.source}`;
        return { type: 'progress', progress: { stage: 'edges', words, done, of: sources.length } };
      });
      return { zip: bytes, learnt, held };
    },

    async *keptTraining() {
      const letGo = await hold();
      letGo?.();
      return { kept: await keptTraining(store), lasts: store.lasts, runsElsewhere: letGo === null };
    },

    async *train({ run, begin }, signal) {
      const letGo = await taken();
      try {
        if (begin) {
          const { tag, settings, pictures } = begin;
          const plan = ownPlan(settings, tag, pictures.sources.length, pictures.dishes);
          // A worker that was started again is asked again, and must not begin anew.
          if ((await keptTraining(store))?.plan.id !== plan.id) {
            yield* told(beginTraining(plan, sourcesOf(pictures, settings.size), store, signal));
          }
        }
        const host = { store, now };
        return {
          step: yield* told(onDevice(() => goOnTraining(host, () => paused === run, signal), signal)),
        };
      } finally {
        letGo();
      }
    },

    async *pauseTraining({ run }) {
      paused = run; // also before its first step
      return {};
    },

    async *discardTraining() {
      const letGo = await taken();
      await discardTraining(store).finally(letGo);
      return {};
    },

    async *useTraining(_, signal) {
      const manifest = await keepModel(store, yield* filesOfTraining(signal), await shipped());
      modelChanged(manifest.id);
      return manifest;
    },

    async *exportModel({ id }, signal) {
      const files = id === null ? yield* filesOfTraining(signal) : await modelFiles(store, id);
      const name = id ?? (await keptTraining(store))?.plan.id ?? 'model';
      return { name: `${name}.zip`, zip: await zipModel(name, files) };
    },

    async *addModel({ name, blob }) {
      const files = await unzipModel(name, new Uint8Array(await blob.arrayBuffer()));
      const manifest = await keepModel(store, files, await shipped());
      modelChanged(manifest.id);
      return manifest;
    },

    async *removeModel({ id }) {
      await removeModel(store, id);
      modelChanged(id);
      return {};
    },
  };
}

/** Events as the page takes them: their pictures ready for a canvas. */
const told = <Result>(events: AsyncGenerator<TrainingEvent, Result>): AsyncGenerator<TaskEvent, Result> =>
  mapped(events, (event) => ({ type: 'training', event: shown(event) }));

function shown(event: TrainingEvent): TrainingEvent {
  if (event.kind === 'pair') return { ...event, shown: event.shown && toRgba(event.shown) };
  if (event.kind !== 'score') return event;
  const samples = event.samples.map(({ edges, made, truth }) => ({
    edges: toRgba(edges),
    made: toRgba(made),
    truth: toRgba(truth),
  }));
  return { ...event, samples };
}
