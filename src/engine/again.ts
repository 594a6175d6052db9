import { cellFile } from './cells/cell-files.ts';
import { cellsOf } from './cells-of.ts';
import { exportJpeg } from './export/jpeg.ts';
import { exportPng } from './export/png.ts';
import { type Provenance, provenanceOf } from './export/provenance.ts';
import { textsOf } from './export/texts-of.ts';
import { exportInTiles, type TiledFile } from './export/tiled.ts';
import { exportFilm } from './film/export-film.ts';
import { hashEncoder } from './film/pictures-hash.ts';
import type { FilmFormat, FilmPlan } from './film/plan.ts';
import type { RenderContext, RenderExtras } from './render.ts';
import type { ProgressEvent } from './render-event.ts';
import type { Source } from './source.ts';
import { mapped } from './steps/mapped.ts';
import type { Scratch } from './tiles/scratch.ts';

/** Formats that can be made again to the byte anywhere: video is the browser's own encoder's. */
export type MadeFormat = 'png' | 'jpeg' | 'tiff' | 'gif';

/** What a file is made again with. */
export interface AgainRoom {
  readonly source: Source;
  readonly context: RenderContext;
  readonly scratch: Scratch;
  readonly signal: AbortSignal;
  readonly extras: RenderExtras;
}

/** A way to a file. */
export type Maker = (room: AgainRoom) => AsyncGenerator<unknown, Uint8Array<ArrayBuffer>>;

/** A file in memory that is written at any place. */
function fileInMemory(): TiledFile & { bytes(): Uint8Array<ArrayBuffer> } {
  const parts: (readonly [at: number, bytes: Uint8Array])[] = [];
  let end = 0;
  const write = (at: number, bytes: Uint8Array) => {
    parts.push([at, bytes.slice()]);
    end = Math.max(end, at + bytes.length);
  };
  return {
    write,
    append: (bytes) => write(end, bytes),
    bytes() {
      const all = new Uint8Array(end);
      for (const [at, bytes] of parts) all.set(bytes, at);
      return all;
    },
  };
}

/** Cells as their file: found in the picture as the recipe frames it, as the page does, or in the whole file, as a shell does. */
const cellsAs = (format: 'labels' | 'colour', { recipe }: Provenance, whole: boolean): Maker =>
  async function* ({ source, context, signal, extras }) {
    const given = extras.cells ?? null;
    const { told, developed } = yield* cellsOf(source, recipe, context, signal, { whole, given });
    const had = { cells: told.by, colour: null, dream: null };
    const texts = textsOf(await provenanceOf(source, recipe, 'cells', had, extras));
    return await cellFile(told.found, format, source.name, developed.rgb, recipe.colour, texts);
  };

/**
 * Makes the pictures of a video again. @returns their hash, as the video's seal has it, and what the new one would say of itself; null where the
 * file does not say how it was made.
 *
 * @throws as `exportFilm`.
 */
export async function* videoPictures(
  { recipe, film }: Provenance,
  { source, context, signal, extras }: AgainRoom,
): AsyncGenerator<unknown, { readonly pictures: string; readonly comment: string } | null> {
  if (!film) return null;
  let made: { pictures: string; comment: string } | null = null;
  const open = (_: FilmFormat, plan: FilmPlan) =>
    hashEncoder(plan, (pictures) => {
      made = { pictures, comment: plan.comment };
    });
  yield* exportFilm(source, recipe, film, context, signal, extras, open);
  return made;
}

/**
 * The ways in which a file may have come to be that says this of itself; mostly there is one. Cells are looked for in two sizes, of
 * which a file does not say which it was.
 */
export function makersOf(provenance: Provenance, format: MadeFormat): readonly Maker[] {
  const { recipe, shows, film, tile } = provenance;
  if (shows === 'ascent' || shows === 'zoom') {
    if (!film || format !== 'gif') return [];
    return [
      async function* ({ source, context, signal, extras }) {
        return (yield* exportFilm(source, recipe, { ...film, format }, context, signal, extras)).bytes;
      },
    ];
  }
  if (
    tile !== undefined &&
    (shows === 'edges' || shows === 'colour') &&
    (format === 'png' || format === 'tiff')
  ) {
    const settings = { stage: shows, format, tile };
    return [
      async function* ({ source, context, scratch, signal }) {
        const file = fileInMemory();
        yield* exportInTiles(
          source,
          recipe,
          settings,
          { shelf: context.shelf, scratch, open: () => file },
          signal,
        );
        const bytes = file.bytes();
        return bytes;
      },
    ];
  }
  if (format === 'tiff') {
    return shows === 'cells'
      ? [cellsAs('labels', provenance, true), cellsAs('labels', provenance, false)]
      : [];
  }
  if (format === 'gif') return [];
  if (format === 'jpeg')
    return [
      async function* ({ source, context, signal, extras }) {
        return (yield* exportJpeg(source, recipe, shows, context, signal, extras)).jpeg;
      },
    ];
  const asPng: Maker = ({ source, context, signal, extras }) =>
    png(exportPng(source, recipe, shows, context, signal, extras));
  return shows === 'cells'
    ? [asPng, cellsAs('colour', provenance, true), cellsAs('colour', provenance, false)]
    : [asPng];
}

async function* png(
  steps: AsyncGenerator<ProgressEvent | null, { png: Uint8Array<ArrayBuffer> }>,
): AsyncGenerator<unknown, Uint8Array<ArrayBuffer>> {
  return (yield* mapped(steps, (step) => step)).png;
}
