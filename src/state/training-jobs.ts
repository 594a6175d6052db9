import type { Client } from '../bridge/client.ts';
import type { Pictures, Tasks } from '../bridge/messages.ts';
import type { Picture } from '../engine/picture.ts';
import type { Progress } from '../engine/render.ts';
import type { OwnSettings } from '../engine/train/own-plan.ts';
import type { Sample, TrainingEvent } from '../engine/train/own-training.ts';
import { codeOf, sentenceAbout } from './failure.ts';
import { findOwnModels } from './own-models.ts';
import type { Studio, StudioStore } from './studio.ts';

/** Pictures of a training, RGBA, outside the store. */
export interface TrainingPictures {
  /** The first pairs, edges and colours side by side. */
  readonly pairs: readonly Picture[];
  readonly samples: readonly Sample[];
}

/** What a person can ask for around training. */
export interface TrainingJobs {
  begin(settings: OwnSettings, pictures: Pictures): void;
  goOn(): void;
  pause(): void;
  /** Forgets the training, also while it runs. */
  discard(): Promise<void>;
  /** Puts what it has come to on the shelf and paints with it. */
  use(): Promise<void>;
  /** A ZIP of a model's folder; null for that of the training. Null where it failed, which an alert then says. */
  exportModel(id: string | null): Promise<Tasks['exportModel']['answer'] | null>;
  /** A ZIP of pairs; null where it was cancelled or failed. */
  dataSet(
    ask: Tasks['dataSet']['ask'],
    progress: (progress: Progress) => void,
    signal: AbortSignal,
  ): Promise<Tasks['dataSet']['answer'] | null>;
  /** Puts a model from a ZIP on the shelf and paints with it. */
  addModel(file: File): Promise<void>;
  removeModel(id: string): Promise<void>;
  pictures(): TrainingPictures;
  subscribe(listener: () => void): () => void;
}

/** The person's own pictures in the tray: neither samples nor what cannot be read. */
export const ownPictures = ({ items }: Pick<Studio, 'items'>) =>
  items
    .filter(({ state, origin, source }) => state === 'ready' && origin === null && source.kind === 'file')
    .map(({ source }) => source);

/** The settings of develop and edges that a training takes over: those on the cards, the thresholds as on screen. */
export function recipeForTraining({ recipe, thresholds }: Studio): OwnSettings['recipe'] {
  const { low, high } = recipe.edges.thresholds === 'auto' && thresholds ? thresholds : recipe.edges;
  return { develop: recipe.develop, edges: { ...recipe.edges, low, high } };
}

const nothing: TrainingPictures = { pairs: [], samples: [] };

/** Tells trainings of one title apart. */
const newTag = () => crypto.randomUUID().slice(0, 4);

export function openTraining(studio: StudioStore, client: Client): TrainingJobs {
  let pictures = nothing;
  const listeners = new Set<() => void>();
  const put = (next: TrainingPictures) => {
    pictures = next;
    for (const listener of listeners) listener();
  };
  let running: { ended: Promise<void>; abort: AbortController } | null = null;

  const hear = (event: TrainingEvent) => {
    const { trainingChanged, stepTrained, scored } = studio.getState();
    if (event.kind === 'pair') {
      trainingChanged({ pairs: { done: event.done, of: event.of } });
      if (event.shown) put({ ...pictures, pairs: [...pictures.pairs, event.shown] });
    } else if (event.kind === 'begun') {
      const { plan, step, figures, learnt, held } = event;
      const { title, train } = plan;
      trainingChanged({ state: 'running', title, of: train.steps, step, kept: step, figures, learnt, held });
    } else if (event.kind === 'step') stepTrained(event.step, event.secondsPerStep, event.point);
    else if (event.kind === 'score') {
      scored(event.score);
      put({ ...pictures, samples: event.samples });
    } else if (event.kind === 'kept') trainingChanged({ kept: event.step });
  };

  const run = (ask: Tasks['train']['ask']) => {
    const abort = new AbortController();
    const { signal } = abort;
    const job = client.run('train', ask, { background: true, training: hear, signal });
    const ended = job.then(
      ({ step }) => {
        const { training, trainingChanged, announce } = studio.getState();
        const isDone = step === training?.of;
        trainingChanged({ state: isDone ? 'done' : 'paused' });
        announce(isDone ? 'The training is done' : 'The training is paused');
      },
      (error: unknown) => {
        const { training, trainingChanged, trainingGone } = studio.getState();
        const code = codeOf(error);
        if (code === 'cancelled' && training?.state === 'pairs') trainingGone();
        else if (code === 'cancelled') trainingChanged({ state: 'paused' });
        else {
          const sentence = error instanceof Error ? error.message : String(error);
          trainingChanged({ state: 'failed', sentence, canGoOn: code !== 'training' && code !== 'file' });
        }
      },
    );
    running = { ended, abort };
    void ended.finally(() => {
      running = null;
    });
  };

  /** Whether it went well; an alert says if not. */
  const tried = async <T>(what: string, work: () => Promise<T>): Promise<T | null> => {
    try {
      return await work();
    } catch (error) {
      if (codeOf(error) !== 'cancelled') studio.getState().alert(what, sentenceAbout(what, error));
      return null;
    }
  };

  const shelve = async (id: string | null) => {
    const models = await client.run('shelf', {});
    await findOwnModels(studio, client);
    const { modelsFound, chooseModel, recipe, tryAgain } = studio.getState();
    modelsFound(models);
    const model = models.find((one) => one.id === (id ?? recipe.colour.model));
    if (id !== null || !model) chooseModel(model ?? models[0] ?? null);
    if (id !== null) tryAgain(); // the same id may now paint otherwise
  };

  return {
    begin(settings, asked) {
      put(nothing);
      studio.getState().trainingBegun({
        state: 'pairs',
        title: settings.title,
        step: 0,
        kept: 0,
        of: settings.steps,
        pairs: { done: 0, of: asked.sources.length + asked.dishes },
        learnt: 0,
        held: 0,
        secondsPerStep: null,
        figures: { points: [], scores: [] },
        sentence: null,
        canGoOn: false,
      });
      run({ begin: { tag: newTag(), settings, pictures: asked } });
    },
    goOn() {
      studio.getState().trainingChanged({ state: 'running', sentence: null, secondsPerStep: null });
      run({ begin: null });
    },
    pause() {
      if (studio.getState().training?.state === 'pairs') running?.abort.abort();
      else void tried('Training', () => client.run('pauseTraining', {}));
    },
    async discard() {
      await tried('Training', async () => {
        running?.abort.abort();
        await running?.ended;
        await client.run('discardTraining', {});
      });
      put(nothing);
      studio.getState().trainingGone();
    },
    async use() {
      await tried('Training', async () => shelve((await client.run('useTraining', {})).id));
    },
    exportModel: (id) => tried('Export', () => client.run('exportModel', { id })),
    dataSet: (ask, progress, signal) =>
      tried('Data set', () => client.run('dataSet', ask, { progress, signal })),
    async addModel(file) {
      const { name } = file;
      await tried(name, async () => shelve((await client.run('addModel', { name, blob: file })).id));
    },
    async removeModel(id) {
      await tried('Model', async () => {
        await client.run('removeModel', { id });
        await shelve(null);
      });
    },
    pictures: () => pictures,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
