import type { Client, Listener } from '../bridge/client.ts';
import type { Pictures, Tasks } from '../bridge/messages.ts';
import type { Picture } from '../engine/picture.ts';
import { defaultCells } from '../engine/recipe.ts';
import type { OwnSettings } from '../engine/train/own-plan.ts';
import type { Sample, TrainingEvent } from '../engine/train/own-training.ts';
import { codeOf, sentenceAbout } from './failure.ts';
import { type LearnJobs, openLearning } from './learn-jobs.ts';
import { findOwnModels } from './own-models.ts';
import { askToKeep } from './persistence.ts';
import type { Studio, StudioStore } from './studio.ts';

/** Pictures of a training, RGBA, outside the store. */
export interface TrainingPictures {
  /** The first pairs, edges and colours side by side. */
  readonly pairs: readonly Picture[];
  readonly samples: readonly Sample[];
}

/** What a person can ask for around training. What fails is told, in the dialog where it is open, else as an alert. */
export interface TrainingJobs extends LearnJobs {
  begin(settings: OwnSettings, pictures: Pictures): void;
  goOn(): void;
  /** Stops it after its step; where pairs are still made, nothing is left of it. */
  pause(): void;
  /** Forgets the training, also while it runs. */
  discard(): Promise<void>;
  /** Puts what it has come to on the shelf and paints with it. @returns whether that went well. */
  use(): Promise<boolean>;
  /** A ZIP of a model's folder, of the training where `id` is null. Null where it failed. */
  exportModel(id: string | null): Promise<Tasks['exportModel']['answer'] | null>;
  /** A ZIP of pairs. Background. */
  dataSet(
    ask: Tasks['dataSet']['ask'],
    listener: Pick<Listener, 'progress' | 'signal'>,
  ): Promise<Tasks['dataSet']['answer']>;
  /** Puts a model from a ZIP on the shelf and paints, or finds cells, with it. */
  addModel(file: File): Promise<void>;
  removeModel(id: string): Promise<void>;
  pictures(): TrainingPictures;
  subscribe(listener: () => void): () => void;
}

/** The person's own pictures in the tray: neither samples nor what cannot be read. */
export const ownPictures = (items: Studio['items']) =>
  items.filter(({ state, origin, source }) => state !== 'error' && origin === null && source.kind === 'file');

/** The settings of develop and edges that a training takes over: those on the cards, the thresholds as on screen. */
export function recipeForTraining({ recipe, thresholds }: Pick<Studio, 'recipe' | 'thresholds'>) {
  const { low, high } = recipe.edges.thresholds === 'auto' && thresholds ? thresholds : recipe.edges;
  return { develop: recipe.develop, edges: { ...recipe.edges, low, high } } satisfies OwnSettings['recipe'];
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Undo does not bring back a model that is gone: where it was at work, the one that is chosen now is. */
function forgetModel({ getState, temporal }: StudioStore, id: string): void {
  const { colour, cells } = getState().recipe;
  const without = <S extends { recipe?: Studio['recipe'] }>(state: S): S => {
    const { recipe } = state;
    if (!recipe) return state;
    const painted = recipe.colour.model === id ? { ...recipe.colour, model: colour.model } : recipe.colour;
    const told = recipe.cells.model === id ? { ...recipe.cells, model: cells.model } : recipe.cells;
    if (painted === recipe.colour && told === recipe.cells) return state;
    return { ...state, recipe: { ...recipe, colour: painted, cells: told } };
  };
  const { pastStates, futureStates } = temporal.getState();
  temporal.setState({ pastStates: pastStates.map(without), futureStates: futureStates.map(without) });
}

const nothing: TrainingPictures = { pairs: [], samples: [] };

/** Tells trainings of one title apart. */
const newTag = () =>
  Math.floor(Math.random() * 36 ** 4)
    .toString(36)
    .padStart(4, '0');

export function openTraining(studio: StudioStore, client: Client): TrainingJobs {
  let pictures = nothing;
  const listeners = new Set<() => void>();
  const put = (next: TrainingPictures) => {
    pictures = next;
    for (const listener of listeners) listener();
  };
  let running: { run: string; ended: Promise<void>; abort: AbortController } | null = null;

  const tell = (what: string, error: unknown) => {
    const { isTrainerOpen, trainingFailed, alert } = studio.getState();
    if (isTrainerOpen) trainingFailed(wordsOf(error));
    else alert(what, sentenceAbout(what, error));
  };

  const hear = (event: TrainingEvent) => {
    const { trainingChanged, stepTrained, scored } = studio.getState();
    if (event.kind === 'pair') {
      const { done, of, shown } = event;
      trainingChanged({ pairs: { done, of } });
      // A worker that was started again begins anew.
      if (shown) put({ ...pictures, pairs: [...(done === 1 ? [] : pictures.pairs), shown] });
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

  const findKept = async () => {
    const { kept, lasts } = await client.run('keptTraining', {});
    studio.getState().storeFound(lasts, kept);
  };

  const stopped = (error: unknown) => {
    const { training, isTrainerOpen, trainingChanged, trainingGone, trainingFailed, announce, alert } =
      studio.getState();
    const code = codeOf(error);
    // Pairs that were not made are no training; the pictures are still there to begin anew.
    if (training?.state === 'pairs') {
      trainingGone();
      void tried('Training', findKept); // all may have been made, and it was about to begin
    } else trainingChanged({ state: code === 'training' ? 'failed' : 'paused' });
    if (code === 'cancelled') {
      announce('The training was cancelled');
      return;
    }
    trainingFailed(wordsOf(error));
    if (!isTrainerOpen) alert('Training', sentenceAbout('Training', error));
  };

  const start = (begin: Tasks['train']['ask']['begin']) => {
    const run = newTag();
    void askToKeep(studio);
    const abort = new AbortController();
    const { signal } = abort;
    const ended = client
      .run('train', { run, begin }, { background: true, training: hear, signal })
      .then(({ step }) => {
        const { training, trainingChanged, announce } = studio.getState();
        const isDone = step === training?.of;
        trainingChanged({ state: isDone ? 'done' : 'paused' });
        announce(isDone ? 'The training is done' : 'The training is paused');
      }, stopped);
    running = { run, ended, abort };
    void ended.finally(() => {
      if (running?.run === run) running = null;
    });
  };

  const tried = async <T>(what: string, work: () => Promise<T>): Promise<T | null> => {
    try {
      return await work();
    } catch (error) {
      if (codeOf(error) !== 'cancelled') tell(what, error);
      return null;
    }
  };

  /** Shows the shelf as it now is. @param id of a model that is new on it, to paint with. */
  const shelve = async (id?: string) => {
    const models = await client.run('shelf', {});
    await findOwnModels(studio, client);
    const { modelsFound, chooseModel, tryAgain, recipe, announce } = studio.getState();
    const before = recipe.colour.model;
    modelsFound(models);
    const chosen = models.find((one) => one.id === (id ?? before));
    if (id !== undefined || (!chosen && before !== 'none')) chooseModel(chosen ?? models[0] ?? null);
    if (id === before) tryAgain(); // it paints otherwise now
    if (id !== undefined && chosen) announce(`${chosen.title}: on the shelf`);
  };

  /** Shows the models that tell cells apart as they now are. @param id of the one to take; one that is gone is not kept. */
  const shelveCells = async (id?: string) => {
    const models = await client.run('cellModels', {});
    await findOwnModels(studio, client);
    const { cellModelsFound, changeCells, recipe, tryAgain } = studio.getState();
    cellModelsFound(models);
    const before = recipe.cells.model;
    const wanted = [id ?? before, defaultCells.model, models[0]?.id];
    const model = wanted.find((one) => models.some((there) => there.id === one));
    if (model !== undefined && model !== before) changeCells({ model });
    if (id === before) tryAgain(); // it finds others now
  };
  const remove = async (id: string, instead?: string) => {
    await client.run('removeModel', { id });
    if (studio.getState().cellModels.some((one) => one.id === id)) await shelveCells(instead);
    else await shelve();
    forgetModel(studio, id);
  };

  return {
    ...openLearning(studio, client, { shelveCells, removeCells: remove, newTag }),
    begin(settings, asked) {
      put(nothing);
      const { trainingBegun, announce } = studio.getState();
      trainingBegun(settings.title, settings.steps, asked.sources.length + asked.dishes);
      announce('The training begins');
      start({ tag: newTag(), settings, pictures: asked });
    },
    goOn() {
      const { trainingChanged, trainingFailed, announce } = studio.getState();
      trainingFailed(null);
      trainingChanged({ state: 'running', secondsPerStep: null });
      announce('The training goes on');
      start(null);
    },
    pause() {
      if (!running) return; // it has come to its end meanwhile
      const { run, abort } = running;
      if (studio.getState().training?.state === 'pairs') abort.abort();
      else void tried('Training', () => client.run('pauseTraining', { run }));
    },
    async discard() {
      await tried('Training', async () => {
        running?.abort.abort();
        await running?.ended;
        await client.run('discardTraining', {});
        put(nothing);
        studio.getState().trainingGone();
      });
    },
    async use() {
      const done = await tried('Model', async () => {
        await shelve((await client.run('useTraining', {})).id);
        return true;
      });
      return done ?? false;
    },
    exportModel: (id) => tried('Model', () => client.run('exportModel', { id })),
    dataSet: (ask, listener) => client.run('dataSet', ask, { ...listener, background: true }),
    async addModel(file) {
      const { name } = file;
      await tried(name, async () => {
        const { id, title, architecture } = await client.run('addModel', { name, blob: file });
        if (architecture.kind !== 'cells-apart') return shelve(id);
        await shelveCells(id);
        studio.getState().announce(`${title}: finds cells now`);
      });
    },
    async removeModel(id) {
      await tried('Model', () => remove(id));
    },
    pictures: () => pictures,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
