import { createCache } from '../engine/cache.ts';
import { exportJpeg } from '../engine/export/jpeg.ts';
import { exportPng } from '../engine/export/png.ts';
import type { FilmSettings } from '../engine/export/provenance.ts';
import { exportFilm } from '../engine/film/export-film.ts';
import type { Recipe } from '../engine/recipe.ts';
import type { RenderContext } from '../engine/render.ts';
import type { Progress } from '../engine/render-event.ts';
import type { Source } from '../engine/source.ts';
import { now } from './device.ts';
import { type ProgressLine, progressLine } from './progress.ts';
import { sourceOnDisk, warn } from './source-on-disk.ts';
import { failure } from './verb.ts';
import { writeWhole } from './whole-file.ts';

/** What the shell writes of a picture. */
export type WrittenStage = 'edges' | 'colour' | 'dream' | 'layers' | 'film';

/** How it writes pictures. */
export type PictureFormat = 'png' | 'jpg';

/** What one picture's stages may keep while it is rendered and exported. */
const CACHE_BYTES = 2 ** 30;

/** Node brings no encoder of video. */
const FILM: FilmSettings = { format: 'gif', framesPerSecond: 12, zoom: null };

/** The recipe as far as a stage needs it. */
const upToStage = (recipe: Recipe, stage: WrittenStage): Recipe => ({
  ...recipe,
  ...(stage === 'edges' && { colour: { ...recipe.colour, model: 'none' } }),
  dream: { ...recipe.dream, enabled: stage !== 'edges' && stage !== 'colour' },
});

/**
 * Renders one picture.
 *
 * @param guide the picture that a dream goes towards.
 * @param show is told how far it is.
 * @param format of pictures; a film is a GIF.
 * @returns the bytes of its file.
 */
export async function renderedFile(
  source: Source,
  recipe: Recipe,
  stage: WrittenStage,
  guide: Source | undefined,
  { device, shelf }: Pick<RenderContext, 'device' | 'shelf'>,
  show: (progress: Progress) => void,
  format: PictureFormat = 'png',
): Promise<Uint8Array> {
  const { signal } = new AbortController(); // Ctrl-C ends the process
  const context: RenderContext = { device, shelf, cache: createCache(CACHE_BYTES), now };
  const upTo = upToStage(recipe, stage);
  const extras = guide === undefined ? {} : { guide };
  const exporting =
    stage === 'film'
      ? exportFilm(source, upTo, FILM, context, signal, extras)
      : format === 'jpg'
        ? exportJpeg(source, upTo, stage, context, signal, extras)
        : exportPng(source, upTo, stage, context, signal, extras);
  let step = await exporting.next();
  for (; !step.done; step = await exporting.next()) {
    if (step.value?.type === 'progress') show(step.value.progress);
  }
  const made = step.value;
  return 'png' in made ? made.png : 'jpeg' in made ? made.jpeg : made.bytes;
}

/** @param line is taken away before a warning is written. */
const onDisk = (path: string, line: ProgressLine) =>
  sourceOnDisk(path, path, (sentence) => {
    line.clear();
    warn(sentence);
  });

/**
 * Renders pictures one after the other; one that fails is named on stderr, and the others go on.
 *
 * @param files where each picture (key) is written (value).
 * @param guidePath the picture that a dream goes towards.
 * @returns 1 where some failed.
 */
export async function renderFiles(
  files: ReadonlyMap<string, string>,
  recipe: Recipe,
  stage: WrittenStage,
  guidePath: string | undefined,
  room: Pick<RenderContext, 'device' | 'shelf'>,
  format: PictureFormat,
): Promise<0 | 1> {
  const line = progressLine(files.size);
  const guide = guidePath === undefined ? undefined : onDisk(guidePath, line);
  let status: 0 | 1 = 0;
  for (const [path, out] of files) {
    try {
      const show = (progress: Progress) => line.show(path, progress);
      const bytes = await renderedFile(onDisk(path, line), recipe, stage, guide, room, show, format);
      await writeWhole(out, bytes);
      line.clear();
      process.stdout.write(`${out}\n`);
    } catch (error) {
      line.clear();
      process.stderr.write(`eosin: ${failure(error)}\n`);
      status = 1;
    }
  }
  return status;
}
