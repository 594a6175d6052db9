import { modelsOf } from '../../engine/batch/models-of.ts';
import type { CellFormat } from '../../engine/cells/cell-files.ts';
import { SOFTWARE } from '../../engine/export/provenance.ts';
import type { TiledSettings } from '../../engine/export/tiled.ts';
import type { Shelf } from '../../engine/models/shelf.ts';
import { type Recipe, wantsCells } from '../../engine/recipe.ts';
import type { NodeBackend } from '../device.ts';
import type { PictureFormat, WrittenStage } from '../render-files.ts';
import { fileHash, textHash } from './hashes.ts';

/** What is done with each picture of a batch; plain data, which a process hands to another. */
export type Work = { readonly backend: NodeBackend | null; readonly recipe: Recipe } & (
  | {
      readonly kind: 'render';
      readonly stage: WrittenStage;
      readonly format: PictureFormat;
      readonly guide: string | null;
    }
  | { readonly kind: 'tiles'; readonly settings: TiledSettings }
  | {
      readonly kind: 'cells';
      readonly formats: readonly CellFormat[];
      /** As `--model` names it. */
      readonly model: string | null;
    }
);

/** A picture and where its results go. */
export interface Task {
  readonly name: string;
  readonly path: string;
  /** The file below the results' folder, or the folder of several, with `/`. */
  readonly result: string;
  /** The files that are written: one, or one for each of the formats in their order. */
  readonly files: readonly string[];
}

/** The SHA-256 of all that was asked for: what has another is another result. */
export async function recipeHash(work: Work): Promise<string> {
  const { kind, recipe } = work;
  const asked = {
    software: SOFTWARE,
    kind,
    recipe,
    ...(work.kind === 'render' && {
      stage: work.stage,
      ...(work.format !== 'png' && { format: work.format }),
      guide: work.guide === null ? null : await fileHash(work.guide),
    }),
    ...(work.kind === 'tiles' && { settings: work.settings }),
    ...(work.kind === 'cells' && { formats: work.formats }),
  };
  return textHash(JSON.stringify(asked));
}

/** The models that have a part in it, as `id@sha256`, separated by blanks. */
export function modelsOfWork(work: Work, shelf: Shelf): Promise<string> {
  const { recipe } = work;
  const stage = work.kind === 'render' ? work.stage : work.kind === 'tiles' ? work.settings.stage : 'colour';
  const painter = stage !== 'edges';
  const parts = { cells: painter && wantsCells(recipe), painter, dream: painter && stage !== 'colour' };
  return modelsOf(recipe, parts, shelf);
}
