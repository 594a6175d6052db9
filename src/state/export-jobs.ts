import type { Client, Listener } from '../bridge/client.ts';
import type { Tasks } from '../bridge/messages.ts';
import type { Progress } from '../engine/render-event.ts';
import { codeOf, sentenceAbout } from './failure.ts';
import { type Wish, wishOf } from './rendering.ts';
import type { StudioStore } from './studio.ts';
import { selectedItem } from './tray.ts';

/** What can be saved. */
export interface ExportJobs {
  /** A file of what is on screen; null when it was cancelled or failed, which an alert then says. */
  exportPicture(
    what: Tasks['export']['ask']['what'],
    format: Tasks['export']['ask']['format'],
  ): Promise<Tasks['export']['answer'] | null>;
  /** The cells of what is on screen as files; null when it was cancelled or failed, which an alert then says. */
  exportCells(
    formats: Tasks['exportCells']['ask']['formats'],
  ): Promise<Tasks['exportCells']['answer'] | null>;
  /** The formats that this browser makes a film of that size in. */
  filmFormats(size: Tasks['filmFormats']['ask']): Promise<Tasks['filmFormats']['answer']>;
  /**
   * A film of the dream of what is on screen; null when it was cancelled or failed, which an alert then says. Sliders go
   * before it.
   */
  exportFilm(
    film: Tasks['film']['ask']['film'],
    listener: Pick<Listener, 'progress' | 'preview'>,
  ): Promise<Tasks['film']['answer'] | null>;
  /** A ZIP of PNGs, one for each picture of the tray; null when it was cancelled or failed, as above. Sliders go before it. */
  exportAll(
    what: Tasks['exportAll']['ask']['what'],
    progress: (progress: Progress) => void,
  ): Promise<Tasks['exportAll']['answer'] | null>;
  /**
   * The whole picture on screen at its file's own pixels, as an OME-TIFF or a PNG; null when it was cancelled or failed, as above. Sliders go before it.
   *
   * @param place where a person wants it; null for a blob to be downloaded.
   */
  exportWhole(
    stage: Tasks['exportWhole']['ask']['stage'],
    format: Tasks['exportWhole']['ask']['format'],
    place: FileSystemFileHandle | null,
    progress: (progress: Progress) => void,
  ): Promise<Tasks['exportWhole']['answer'] | null>;
}

/** Jobs that make or read a file: each can be cancelled, and a failure becomes an alert. */
export interface FileJobs {
  /** @param what names it in the sentence of a failure. @param about the id of that alert. */
  made<File>(
    what: string,
    make: (listener: Listener) => Promise<File>,
    listener: Listener,
    about?: string,
  ): Promise<File | null>;
  /** Makes a file of what is on screen; null where there is nothing. */
  exported<File>(
    make: (wish: Wish, listener: Listener) => Promise<File>,
    listener: Listener,
  ): Promise<File | null>;
  /** Stops them all. */
  cancel(): void;
}

export function fileJobs(studio: StudioStore): FileJobs {
  const controllers = new Set<AbortController>();

  const made: FileJobs['made'] = async (what, make, { progress, signal, ...listener }, about = 'export') => {
    const { jobStarted, jobEnded, jobProgressed, alert } = studio.getState();
    const controller = new AbortController();
    controllers.add(controller);
    signal?.addEventListener('abort', () => controller.abort(), { once: true });
    jobStarted();
    try {
      const tell = (now: Progress) => {
        jobProgressed(now);
        progress?.(now);
      };
      return await make({ ...listener, progress: tell, signal: controller.signal });
    } catch (error) {
      if (codeOf(error) !== 'cancelled') alert(about, sentenceAbout(what, error));
      return null;
    } finally {
      controllers.delete(controller);
      jobEnded();
    }
  };

  return {
    made,
    async exported(make, listener) {
      const wish = wishOf(studio.getState());
      return wish && made(wish.source.name, (all) => make(wish, all), listener);
    },
    cancel() {
      for (const controller of controllers) controller.abort();
    },
  };
}

export function exportJobs(
  studio: StudioStore,
  client: Pick<Client, 'run'>,
  { made, exported }: Pick<FileJobs, 'made' | 'exported'>,
): ExportJobs {
  return {
    exportPicture: (what, format) =>
      exported((wish, listener) => client.run('export', { ...wish, what, format }, listener), {}),
    exportCells: (formats) =>
      exported((wish, listener) => client.run('exportCells', { ...wish, formats }, listener), {}),
    filmFormats: (size) => client.run('filmFormats', size),
    exportFilm: (film, listener) =>
      exported((wish, all) => client.run('film', { ...wish, film }, { ...all, background: true }), listener),
    exportAll: (what, progress) =>
      made(
        'All pictures',
        (listener) => {
          const state = studio.getState();
          const ready = state.items.filter((item) => item.state === 'ready');
          const wishes = ready.flatMap((item) => wishOf({ ...state, selected: item.source.id }) ?? []);
          const { guide } = wishes[0] ?? {};
          const ask = { wishes, what, ...(guide && { guide }) };
          return client.run('exportAll', ask, { ...listener, background: true });
        },
        { progress },
      ),
    exportWhole(stage, format, place, progress) {
      const kind = selectedItem(studio.getState())?.facts?.kind ?? null;
      return exported(
        (wish, all) => {
          const { source, recipe } = wish;
          const ask = { source, recipe, stage, format, kind, place };
          return client.run('exportWhole', ask, { ...all, background: true });
        },
        { progress },
      );
    },
  };
}
