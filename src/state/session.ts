import type { Client, Listener } from '../bridge/client.ts';
import type { Source, Tasks } from '../bridge/messages.ts';
import type { Backend } from '../engine/device/device.ts';
import type { Picture } from '../engine/picture.ts';
import type { DreamLayer } from '../engine/recipe.ts';
import { keepComparing } from './comparing.ts';
import { deviceWords } from './device.ts';
import { type ExportJobs, exportJobs, fileJobs } from './export-jobs.ts';
import { sentenceAbout } from './failure.ts';
import { besideOf } from './file-sets.ts';
import { findDreams, findPainters } from './find-models.ts';
import { takeFirstLook } from './first-look.ts';
import { keepFitting } from './fitting.ts';
import { keepTray } from './keep-tray.ts';
import { isNamedAfter, labelsAmong } from './label-files.ts';
import type { Looker } from './looker.ts';
import { keepPlanesAhead } from './planes-ahead.ts';
import { keepPlaying } from './playing.ts';
import { keepRendering, type Screen, wishOf } from './rendering.ts';
import { isRenewed, RENEWED } from './renewal.ts';
import { dishOf, loadSamples, originOf, type Sample, sampleSource } from './samples.ts';
import { type StainJobs, stainJobs } from './stain-jobs.ts';
import type { StudioStore } from './studio.ts';
import { keepThumbnails } from './thumbnails.ts';
import type { TrainingJobs } from './training-jobs.ts';
import type { TruePixels } from './true-pixels/true-pixels.ts';

export interface Address {
  /** The folder that holds `models/` and `samples/`. */
  readonly base: string;
  /** The backend that `?backend=` forces. */
  readonly backend: Backend | null;
  /** The page's first script, as it runs in this tab. */
  readonly script: string;
  /** What names the version of the page; empty in development. */
  readonly version: string;
}

/** What a person can ask for that needs the engine. */
export interface Session extends StainJobs, ExportJobs {
  /** Device, models and the first picture are there, or an alert says why not. */
  readonly started: Promise<void>;
  /** Stops whatever runs in the foreground; a dream keeps what stands and can go on. */
  cancel(): void;
  /** Pauses a dream, or lets a paused one go on. */
  pauseDream(): void;
  /** Takes one step of a paused dream. */
  stepDream(): void;
  /** A part of the picture on screen as its file holds it; null where there is none, or a newer part was asked for. */
  view(
    window: Tasks['view']['ask']['window'],
    size: Tasks['view']['ask']['size'],
  ): Promise<Tasks['view']['answer'] | null>;
  /** The channels of a layer that answer strongest to what is dreamed on; empty where there is no picture. Background. */
  strongestChannels(layer: DreamLayer, signal: AbortSignal): Promise<Tasks['channels']['answer']>;
  /** What a channel of the network in use looks for. Background. @param preview is told how far it is. */
  portrait(
    layer: DreamLayer,
    channel: number,
    preview: (picture: Picture) => void,
    signal: AbortSignal,
  ): Promise<Picture>;
  /** Takes a file as the guide of the dream, without putting it into the tray. */
  guideByFile(file: File): Promise<void>;
  /** How near a model comes to the true colours of pictures. Background. @param tell is told of each picture. */
  measure(
    model: string,
    sources: readonly Source[],
    tell: NonNullable<Listener['evaluation']>,
    signal: AbortSignal,
  ): Promise<Tasks['evaluate']['answer']>;
  samples(): Promise<readonly Sample[]>;
  /** A thumbnail of a sample that is not in the tray. */
  preview(sample: Sample): Promise<Picture>;
  /** Puts a sample into the tray, with the model that suits it. */
  openSample(sample: Sample): Promise<void>;
  /** Puts a drawn dish into the tray that was not there before. */
  newDish(): Promise<void>;
  /**
   * Pictures go into the tray, files of cells beside them, a network that Keras wrote among those to dream with, a ZIP of a
   * model on the shelf.
   */
  addFiles(files: readonly File[]): void;
  /** Puts a file of cells beside the picture that it is named after, else beside the one in the panes. */
  giveLabels(file: File): void;
  /** Tiles at the file's own pixels; loaded when they are first needed. */
  truePixels(): Promise<TruePixels>;
  /** What is asked for around training; loaded when it is first needed. */
  training(): Promise<TrainingJobs>;
  /** A script of the page could not be loaded: says so where that is because the server has a newer version. */
  partMissing(): Promise<void>;
}

/** Dishes go by numbers of four digits, so that a person can say them; they begin anew after the last. */
const DISHES = 10_000;

/** How files are named that hold weights; a ZIP may hold a picture. */
const NETWORK = /\.(h5|hdf5)$/i;
const MODEL = /(?<!\.zarr)\.zip$/i;

/**
 * Starts the engine, keeps screen and tray up to date, and opens the first sample.
 *
 * @param broughtBack whether the tab has what it had before a reload; then no sample is opened.
 * @param looker gives the first look at a picture, before there is an engine.
 */
export function openSession(
  studio: StudioStore,
  client: Client,
  address: Address,
  screen: Screen & { putThumbnail(id: string, picture: Picture): void },
  broughtBack: Promise<boolean>,
  looker: Looker,
): Session {
  keepFitting(studio); // before what renders: a picture that became known is painted by the model that suits it, and by no other first
  const rendering = keepRendering(studio, client, screen);
  keepThumbnails(studio, client, screen.putThumbnail);
  keepTray(studio);
  keepPlaying(studio);
  keepPlanesAhead(studio, client);
  keepComparing(studio, client);
  const files = fileJobs(studio);
  /** So that no two pictures have one id, those of an earlier visit included. */
  const visit = Date.now().toString(36);
  let dropped = 0;
  let dish = Math.floor(Math.random() * DISHES);
  let list: Promise<readonly Sample[]> | undefined;
  let jobs: Promise<TrainingJobs> | undefined;
  let tiles: Promise<TruePixels> | undefined;

  client.onDevice((device) => {
    const before = studio.getState().device;
    studio.getState().deviceChosen(device);
    if (before && device.rebuilt > before.rebuilt) {
      studio.getState().announce(`The graphics device was lost and started again: ${deviceWords(device)}`);
    }
  });

  const partMissing = async () => {
    if (await isRenewed(address.base, address.script, fetch)) {
      studio.getState().alert('renewed', RENEWED, { reloads: true });
    }
  };
  // A model that cannot be had may be one of a version that is gone, too.
  client.onFailure(({ code }) => {
    if (code === 'part' || code === 'model') void partMissing();
  });

  const samples = () => {
    list ??= loadSamples(address.base);
    list.catch(() => {
      list = undefined; // so that the menu can try again
    });
    return list;
  };

  /** @param isWanted is asked once its file is here. @returns whether it was opened. */
  const openSample = async (sample: Sample, isWanted = () => true): Promise<boolean> => {
    try {
      const source = await sampleSource(sample, address.base);
      if (!isWanted()) return false;
      studio.getState().addPictures([{ source, origin: originOf(sample), suits: sample.model }]);
      return true;
    } catch (error) {
      studio.getState().alert(`sample ${sample.title}`, sentenceAbout(sample.title, error));
      return false;
    }
  };

  const bringDream = async (file: File) => {
    const ask = { name: file.name, blob: file };
    const brought = await files.made(file.name, (all) => client.run('bringDream', ask, all), {}, file.name);
    if (!brought) return;
    const { dreamModelsFound, chooseDreamModel, announce } = studio.getState();
    dreamModelsFound(brought.models);
    const model = brought.models.find(({ id }) => id === brought.id);
    if (!model) return;
    chooseDreamModel(model);
    announce(`${model.title}: ready to dream with`);
  };

  const fileOf = (blob: File) => ({
    kind: 'file' as const,
    id: `file-${visit}-${++dropped}`,
    name: blob.name,
    blob,
  });

  const giveLabels = (file: File) => {
    const { items, selected, giveLabels: give, selectPicture, chooseStage, alert } = studio.getState();
    const named = items.findLast(({ source }) => isNamedAfter(file.name, source.name));
    const picture = named?.source.id ?? selected;
    if (picture === null) {
      alert(file.name, `${file.name} holds cells without their picture: drop the picture first, or both.`);
      return;
    }
    selectPicture(picture);
    give(picture, fileOf(file));
    chooseStage('cells');
  };

  const training = () => {
    jobs ??= import('./training-jobs.ts').then(({ openTraining }) => openTraining(studio, client));
    jobs.catch(() => {
      jobs = undefined; // offline now, perhaps not the next time
    });
    return jobs;
  };

  const truePixels = () => {
    tiles ??= import('./true-pixels/true-pixels.ts').then((one) => one.openTruePixels(studio, client, files));
    tiles.catch(() => {
      tiles = undefined; // as above
    });
    return tiles;
  };

  const findTraining = async () => {
    try {
      const { kept, lasts, runsElsewhere } = await client.run('keptTraining', {}, { background: true });
      const { storeFound, trainingFailed } = studio.getState();
      storeFound(lasts, kept);
      if (kept && runsElsewhere) {
        trainingFailed('Another tab of this page trains it; pause it there before you go on here.');
      }
    } catch (error) {
      studio.getState().alert('training', sentenceAbout('Training', error));
    }
  };

  const addModel = async (file: File) => {
    try {
      await (await training()).addModel(file);
    } catch (error) {
      studio.getState().alert(file.name, sentenceAbout(file.name, error));
    }
  };

  /** Opens the first sample where there is nothing, while the engine starts. @returns whether the tab brought something back. */
  const begin = async () => {
    if (await broughtBack) return true;
    const [first] = await samples().catch((error: unknown) => {
      studio.getState().alert('samples', sentenceAbout('Eosin', error));
      return []; // what is dropped needs none
    });
    const isUntouched = () => studio.getState().items.length === 0; // what was dropped meanwhile gets the model that fits it
    if (first && isUntouched() && (await openSample(first, isUntouched))) studio.temporal.getState().clear(); // what the page did by itself is not to be undone
    return false;
  };

  const start = async () => {
    const begun = begin();
    takeFirstLook(studio, looker, begun, rendering.look);
    try {
      studio.getState().deviceChosen(await client.run('start', address));
    } catch (error) {
      studio.getState().deviceMissing();
      studio.getState().stagesEnded('empty'); // nothing follows a first look
      studio.getState().alert('start', sentenceAbout('Eosin', error));
      return;
    }
    try {
      const [models] = await Promise.all([findPainters(studio, client), findDreams(studio, client)]);
      const isBack = await begun;
      const { chooseModel, modelsFound, items } = studio.getState();
      studio.unrecorded(() => {
        if (!isBack && items.length === 0) chooseModel(models[0] ?? null);
        modelsFound(models);
      });
    } catch (error) {
      studio.getState().alert('start', sentenceAbout('Eosin', error));
    }
  };
  const started = start();
  void started.then(findTraining);

  return {
    started,
    cancel() {
      rendering.cancel();
      files.cancel();
    },
    pauseDream() {
      const { stages, isPaused, tryAgain } = studio.getState();
      if (stages.dream.state === 'working') rendering.cancel();
      else if (isPaused) tryAgain();
    },
    stepDream() {
      if (studio.getState().isPaused) rendering.step();
    },
    ...exportJobs(studio, client, files),
    async view(window, size) {
      const wish = wishOf(studio.getState());
      if (!wish) return null;
      const ask = { source: wish.source, develop: wish.recipe.develop, window, size };
      // One that fails was overtaken, or the render of the same picture says why.
      return client.latest('view', 'view', ask).catch(() => null);
    },
    async strongestChannels(layer, signal) {
      const wish = wishOf(studio.getState());
      if (!wish) return [];
      return client.run('channels', { ...wish, layer }, { signal, background: true });
    },
    portrait(layer, channel, preview, signal) {
      const { model } = studio.getState().recipe.dream;
      return client.run('portrait', { model, layer, channel }, { preview, signal, background: true });
    },
    async guideByFile(file) {
      const { chooseGuide, alert } = studio.getState();
      const source = fileOf(file);
      try {
        const { picture } = await client.run('thumbnail', { source });
        screen.putThumbnail(source.id, picture);
        chooseGuide(source);
      } catch (error) {
        alert(source.id, sentenceAbout(file.name, error));
      }
    },
    measure: (model, sources, evaluation, signal) =>
      client.run('evaluate', { model, sources }, { evaluation, signal, background: true }),
    samples,
    async preview(sample) {
      const source = await sampleSource(sample, address.base);
      return (await client.run('thumbnail', { source }, { background: true })).picture;
    },
    ...stainJobs(studio, client, files.made),
    async openSample(sample) {
      await openSample(sample);
    },
    async newDish() {
      dish = (dish + 1) % DISHES;
      const seed = dish; // another press may come while the list does
      await openSample(dishOf(seed, await samples().catch(() => [])));
    },
    async addFiles(added) {
      const { beside, others } = await labelsAmong(
        added,
        studio.getState().items.map(({ source }) => source.name),
      );
      const pictures = others
        .filter(({ name }) => !NETWORK.test(name) && !MODEL.test(name))
        .map((blob) => ({ source: { ...fileOf(blob), beside: besideOf(blob, others) } }));
      if (pictures.length > 0) studio.getState().addPictures(pictures);
      for (const file of others.filter(({ name }) => NETWORK.test(name))) void bringDream(file);
      for (const file of others.filter(({ name }) => MODEL.test(name))) void addModel(file);
      for (const file of beside) giveLabels(file);
    },
    giveLabels,
    truePixels,
    training,
    partMissing,
  };
}
