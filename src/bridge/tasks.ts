import * as tf from '@tensorflow/tfjs-core';
import { createCache } from '../engine/cache.ts';
import type { DeviceHost } from '../engine/device/device.ts';
import { type DeviceKeeper, keepDevice } from '../engine/device/keeper.ts';
import { channelPortrait, type PortraitStore, strongestChannels } from '../engine/dream/look-inside.ts';
import { StudioError } from '../engine/errors.ts';
import { exportPng } from '../engine/export/png.ts';
import { filmFormats } from '../engine/film/encoder.ts';
import { rgbaPlanes } from '../engine/formats/rgba-planes.ts';
import type { OpenModelHost } from '../engine/models/host.ts';
import { ownModels, withOwnModels } from '../engine/models/own-models.ts';
import type { PictureKind } from '../engine/models/picture-kinds.ts';
import { createShelf, type Shelf } from '../engine/models/shelf.ts';
import { type RenderContext, type RenderExtras, render, viewOf } from '../engine/render.ts';
import type { RenderEvent, StageRun } from '../engine/render-event.ts';
import { madeSource } from '../engine/source.ts';
import { kindOfPlanes } from '../engine/stages/kind.ts';
import { planesAhead } from '../engine/stages/planes-ahead.ts';
import { stackRanges } from '../engine/stages/stack-ranges.ts';
import { mapped } from '../engine/steps/mapped.ts';
import type { Store } from '../engine/store.ts';
import { createBatchTasks } from './batch-tasks.ts';
import { createCellsTasks, givenCells } from './cells-tasks.ts';
import { createFigureTasks } from './figure-tasks.ts';
import { keepModels, missingModels } from './keep-models.ts';
import { createLensTasks } from './lens-tasks.ts';
import { lookAt } from './look-at.ts';
import type { DeviceInfo, LabelSource, RenderSummary, Source } from './messages.ts';
import { openSources } from './open-sources.ts';
import type { Engine, TaskEvent } from './serve.ts';
import { news, show } from './shown.ts';
import { toRgba } from './to-rgba.ts';

/** Results of stages that are kept: some hundred pictures of 1024 px. */
const CACHE_BYTES = 512 * 2 ** 20;
/** Weights in memory: two generators of 54 MB. */
const SHELF_BYTES = 128 * 2 ** 20;
/** Results that the stages of one picture of a camera share. */
const FRAME_BYTES = 32 * 2 ** 20;
/** How long what a camera's picture shows is taken to stay the same. */
const KIND_SECONDS = 2;
const THUMBNAIL_SIDE = 128;
/** Channels that are shown of a layer. */
const STRONGEST = 12;

/** What a worker's platform offers. */
export interface WorkerHost extends DeviceHost {
  /** Models under a base address. */
  models(base: string): OpenModelHost;
  /** Portraits of channels from earlier visits. */
  portraits(base: string): PortraitStore;
  /** Where a person's own models and trainings are kept; `lasts` is false where they go with the page. */
  store(): Promise<Store & { readonly lasts: boolean }>;
  /** Takes the kept training from other tabs until the answer is called; null where one has it. */
  holdTraining(): Promise<(() => void) | null>;
  /** Is told the page's version as the engine starts; empty where it has none. */
  begun(version: string): Promise<void>;
  /** Seconds on a clock that only goes forward. */
  now(): number;
}

/** What a start sets up. */
interface StartedStudio {
  readonly keeper: DeviceKeeper;
  readonly models: OpenModelHost;
  readonly shelf: Shelf;
  readonly portraits: PortraitStore;
}

/** The tasks of messages.ts over the engine. */
export function createTasks(host: WorkerHost, tell: (device: DeviceInfo) => void): Engine {
  let studio: StartedStudio | undefined;
  /** Why there is none. */
  let fault: unknown = new StudioError('device', 'The engine has not started; reload the page.');
  const cache = createCache(CACHE_BYTES);
  const engineSource = openSources();
  let filmed: { readonly kind: PictureKind; readonly until: number } | undefined;
  /** What a person put beside the picture. */
  const beside = (guide: Source | undefined, labels: LabelSource | undefined): RenderExtras => {
    const cells = givenCells(labels);
    return { ...(guide && { guide: engineSource(guide) }), ...(cells && { cells }) };
  };

  /** @throws what the start failed with. */
  const started = (): StartedStudio => {
    if (studio) return studio;
    throw fault;
  };

  const store = once(host.store);
  const shipped = async () => (await studio?.models.manifests())?.map((one) => idOf(one)) ?? [];
  const modelChanged = (id: string) => studio?.shelf.changed(id);
  const training = once(async () => {
    const { createTrainingTasks } = await import('./training-tasks.ts');
    return createTrainingTasks({
      store: await store(),
      hold: host.holdTraining,
      now: host.now,
      engineSource,
      onDevice: (steps, signal) => onDevice(({ device }) => steps(device), signal),
      shipped,
      modelChanged,
    });
  });

  const tiles = once(async () => {
    const { createTrueTasks } = await import('./true-tasks.ts'); // few need it
    return createTrueTasks({ engineSource, onDevice });
  });

  const describe = ({ device, skipped, rebuilt }: DeviceKeeper): DeviceInfo => {
    const { backend, name, software } = device;
    return { backend, name, software, skipped, rebuilt };
  };

  /** Runs steps of a render on the device, again where it is lost under them. */
  async function* onDevice<Step, Result>(
    steps: (context: RenderContext, portraits: PortraitStore) => AsyncGenerator<Step, Result>,
    signal: AbortSignal,
  ): AsyncGenerator<Step, Result> {
    const { keeper, shelf, portraits } = started();
    return yield* keeper.run((device) => steps({ device, cache, shelf, now: host.now }, portraits), signal);
  }

  /** The pictures of a render, made ready for canvases. */
  async function* rendered(
    steps: (context: RenderContext) => AsyncGenerator<RenderEvent | null, void>,
    signal: AbortSignal,
  ): AsyncGenerator<TaskEvent | null, RenderSummary> {
    const log: StageRun[] = [];
    for await (const event of onDevice(steps, signal)) {
      if (event?.type === 'picture') log.push(event.run);
      yield event && show(event);
    }
    const { numTensors, numBytes } = tf.memory();
    return { log, memory: { tensors: numTensors, tensorBytes: numBytes, cacheBytes: cache.bytes } };
  }

  return {
    async *start({ backend, base, version = '' }) {
      try {
        await host.begun(version);
        const models = host.models(base);
        const shelf = createShelf(withOwnModels(models, await store()), SHELF_BYTES);
        void shelf.manifests().catch(() => {}); // they come while the device opens; whoever asks for them hears of a failure
        const keeper = await keepDevice(backend, host, host.now, () => {
          shelf.clear();
          tell(describe(keeper));
        });
        studio = { keeper, models, shelf, portraits: host.portraits(base) };
        const info = describe(keeper);
        tell(info);
        return info;
      } catch (error) {
        fault = error;
        throw error;
      }
    },

    async *shelf() {
      return await started().shelf.manifests();
    },

    async *dreams() {
      return await started().shelf.dreams();
    },

    async *missingModels() {
      return await missingModels(started().models);
    },

    async *keepModels(_, signal) {
      return yield* keepModels(started().models, signal);
    },

    async *carried({ source, hashed }) {
      const { whatItCarries } = await import('./carried.ts'); // few need it
      return await whatItCarries(source, hashed);
    },

    async *cellModels() {
      return await started().shelf.cells();
    },

    async *unreadModels() {
      return await started().shelf.unread();
    },

    async *bringDream({ name, blob }, signal) {
      const { models, shelf } = started();
      yield { type: 'progress', progress: { stage: 'dream', words: `Reading ${name}`, done: 0, of: 1 } };
      const { kerasFolder } = await import('../engine/models/keras-model.ts'); // few need it
      const folder = await kerasFolder(new Uint8Array(await blob.arrayBuffer()), name);
      signal.throwIfAborted();
      await models.add(folder);
      shelf.changed(folder.manifest.id);
      return { id: folder.manifest.id, models: await shelf.dreams() };
    },

    async *thumbnail({ source }) {
      return await lookAt(engineSource(source), cache, THUMBNAIL_SIDE);
    },

    async *render({ source, recipe, guide, labels, ...how }, signal) {
      const extras = { ...beside(guide, labels), ...how };
      return yield* rendered(
        (context) => render(engineSource(source), recipe, context, signal, extras),
        signal,
      );
    },

    async *live({ frame, recipe }, signal) {
      const planes = rgbaPlanes(frame);
      const source = madeSource('live', 'The camera', async () => planes, 'live');
      if (!filmed || host.now() > filmed.until)
        filmed = { kind: kindOfPlanes(planes), until: host.now() + KIND_SECONDS };
      const extras = { kind: filmed.kind, isDraft: true };
      return yield* rendered(
        (context) => render(source, recipe, { ...context, cache: createCache(FRAME_BYTES) }, signal, extras),
        signal,
      );
    },

    async *view({ source, develop, window, size }, signal) {
      const context = { cache, now: host.now };
      const part = await viewOf(engineSource(source), develop, window, size, context, signal);
      return { ...part, picture: toRgba(part.picture) };
    },

    async *stackRanges({ source }, signal) {
      return yield* stackRanges(engineSource(source), signal);
    },

    planesAhead: ({ source, develop }, signal) =>
      planesAhead(engineSource(source), develop, { cache, now: host.now }, signal, CACHE_BYTES / 4),

    ...createCellsTasks({ engineSource, onDevice }),

    async *learnCells(ask, signal) {
      const { learnCells } = await import('./learn-task.ts'); // few need it
      const room = { store: await store(), shipped, modelChanged, engineSource, onDevice };
      return yield* learnCells(ask, room, signal);
    },

    channels: ({ source, recipe, layer }, signal) =>
      onDevice(
        (context) => strongestChannels(engineSource(source), recipe, layer, STRONGEST, context, signal),
        signal,
      ),

    async *portrait({ model, layer, channel }, signal) {
      const steps = onDevice(
        (context, portraits) => channelPortrait(model, layer, channel, context, portraits, signal),
        signal,
      );
      const portrait = yield* mapped(
        steps,
        (sketch) => sketch && { type: 'preview' as const, picture: toRgba(sketch) },
      );
      const picture = toRgba(portrait);
      return picture;
    },

    async *filmFormats(size) {
      return await filmFormats(size);
    },

    async *film({ source, recipe, film, guide, labels }, signal) {
      const { exportFilm } = await import('../engine/film/export-film.ts');
      const steps = onDevice(
        (context) => exportFilm(engineSource(source), recipe, film, context, signal, beside(guide, labels)),
        signal,
      );
      return yield* mapped(steps, (event) =>
        event?.type === 'preview' ? { ...event, picture: toRgba(event.picture) } : event,
      );
    },

    async *export({ source, recipe, what, format, guide, labels }, signal) {
      const extras = beside(guide, labels);
      if (format === 'png') {
        const { name, png } = yield* onDevice(
          (context) => exportPng(engineSource(source), recipe, what, context, signal, extras),
          signal,
        );
        return { name, bytes: png };
      }
      const { exportJpeg } = await import('../engine/export/jpeg.ts'); // its encoder is large
      const { name, jpeg } = yield* onDevice(
        (context) => exportJpeg(engineSource(source), recipe, what, context, signal, extras),
        signal,
      );
      return { name, bytes: jpeg };
    },

    async *exportAll({ wishes, what, guide }, signal) {
      const { exportAll } = await import('../engine/export/all.ts'); // few need it
      const all = wishes.map(({ source, recipe, labels }) => ({
        source: engineSource(source),
        recipe,
        extras: beside(guide, labels),
      }));
      return yield* onDevice((context) => exportAll(all, what, context, signal), signal);
    },

    async *exportWhole(ask, signal) {
      const { exportWhole } = await import('./whole-task.ts'); // few need it
      return yield* exportWhole(ask, { engineSource, onDevice }, signal);
    },

    async *gatherTrue(ask, signal) {
      return yield* (await tiles()).gatherTrue(ask, signal);
    },

    async *trueTile(ask, signal) {
      return yield* (await tiles()).trueTile(ask, signal);
    },

    async *dropTrue(ask, signal) {
      return yield* (await tiles()).dropTrue(ask, signal);
    },

    ...createFigureTasks({ engineSource, beside, onDevice }),
    ...createLensTasks({ engineSource, beside, onDevice }),
    ...createBatchTasks({ engineSource, beside, onDevice }),

    async *evaluate({ model, sources }, signal) {
      const { evaluateModel } = await import('../engine/evaluate.ts'); // few need it
      const steps = onDevice(async function* ({ shelf }) {
        const manifest = (await shelf.manifests()).find(({ id }) => id === model);
        if (!manifest) throw new StudioError('model', `There is no model "${model}".`);
        return yield* evaluateModel(sources.map(engineSource), manifest, shelf, signal);
      }, signal);
      return yield* mapped(steps, (event) => event && { type: 'evaluation' as const, event: news(event) });
    },

    async *dataSet(ask, signal) {
      return yield* (await training()).dataSet(ask, signal);
    },

    async *keptTraining(ask, signal) {
      return yield* (await training()).keptTraining(ask, signal);
    },

    async *train(ask, signal) {
      return yield* (await training()).train(ask, signal);
    },

    async *pauseTraining(ask, signal) {
      return yield* (await training()).pauseTraining(ask, signal);
    },

    async *discardTraining(ask, signal) {
      return yield* (await training()).discardTraining(ask, signal);
    },

    async *useTraining(ask, signal) {
      return yield* (await training()).useTraining(ask, signal);
    },

    async *ownModels() {
      return await ownModels(await store());
    },

    async *exportModel(ask, signal) {
      return yield* (await training()).exportModel(ask, signal);
    },

    async *addModel(ask, signal) {
      return yield* (await training()).addModel(ask, signal);
    },

    async *removeModel(ask, signal) {
      return yield* (await training()).removeModel(ask, signal);
    },
  };
}

/** The same promise each time. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    made.catch(() => {
      made = undefined; // a part that could not be loaded may be there the next time
    });
    return made;
  };
}

/** Of a manifest that was not checked. */
const idOf = (manifest: unknown): string =>
  typeof manifest === 'object' && manifest !== null && 'id' in manifest ? String(manifest.id) : '';
