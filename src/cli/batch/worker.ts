import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cellEndings, cellFormats } from '../../engine/cells/cell-files.ts';
import { createShelf } from '../../engine/models/shelf.ts';
import type { Progress } from '../../engine/render-event.ts';
import type { CellsReport } from '../cell-files.ts';
import { now, openDevice } from '../device.ts';
import { modelsOnDisk } from '../files.ts';
import { modelNamed } from '../model-file.ts';
import { sourceOnDisk } from '../source-on-disk.ts';
import { writeWhole } from '../whole-file.ts';
import type { Task, Work } from './work.ts';

/** What a picture gave. */
export interface Made {
  readonly sourceSha256: string;
  readonly seconds: number;
  /** Of cells: what was found. */
  readonly report: CellsReport | null;
}

/** Is told about a picture while it is worked on. */
export interface Told {
  /** What a person must know: a sentence that begins with the picture's name. */
  warn(sentence: string): void;
  show(name: string, progress: Progress): void;
}

/** Who makes the results of pictures, one at a time, with models that are loaded once. */
export interface Worker {
  /** Writes the results of a picture, each whole. @throws StudioError with a sentence that names the picture. */
  make(task: Task, told: Told): Promise<Made>;
  close(): void;
}

/** @param root the project's folder, where the models are. @throws WrongUse where the backend cannot be used here. */
export async function openWorker(work: Work, root: string): Promise<Worker> {
  const named = work.kind === 'cells' ? (work.model ?? undefined) : undefined;
  const { host } = await modelNamed(modelsOnDisk(root), named);
  const shelf = createShelf(host, Number.POSITIVE_INFINITY);
  const device = await openDevice(work.backend);
  const room = { device, shelf };
  const { renderedFile } = await import('../render-files.ts');
  const { renderTiledFile } = await import('../render-tiled-files.ts');
  const { writeCellsOf } = await import('../cell-files.ts');
  return {
    async make({ name, path, files }, { warn, show }) {
      const begin = now();
      const source = sourceOnDisk(path, name, warn);
      const shown = (progress: Progress) => show(name, progress);
      const { recipe } = work;
      const [file = ''] = files;
      let report: CellsReport | null = null;
      switch (work.kind) {
        case 'render': {
          const guide = work.guide === null ? undefined : sourceOnDisk(work.guide, work.guide, warn);
          const { stage, format } = work;
          await writeWhole(file, await renderedFile(source, recipe, stage, guide, room, shown, format));
          break;
        }
        case 'tiles':
          await renderTiledFile(source, file, recipe, work.settings, room, shown);
          break;
        case 'cells': {
          const others = cellFormats.filter((format) => !work.formats.includes(format));
          for (const format of others) await rm(join(dirname(file), cellEndings[format]), { force: true }); // of an earlier batch
          const outs = new Map(work.formats.map((format, i) => [format, files[i] ?? ''] as const));
          report = await writeCellsOf(source, outs, recipe, room, shown);
          break;
        }
      }
      const sourceSha256 = (await source.fingerprint()).replace('sha256:', '');
      return { sourceSha256, seconds: now() - begin, report };
    },
    close() {
      shelf.clear();
      device.close();
    },
  };
}
