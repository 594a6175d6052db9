import type { LabelSource, Source } from '../../bridge/messages.ts';
import type { BatchWish } from '../../engine/batch/files.ts';
import { alikeNames } from '../../engine/batch/names.ts';
import type { CellStroke, Recipe, Stroke } from '../../engine/recipe.ts';
import type { Studio } from '../studio.ts';

/** A picture of a batch. */
export interface PlannedPicture {
  /** Names its row and the folder of its results; with `/` below the folder that was chosen. */
  readonly name: string;
  /** Null where it lies below the plan's folder, under its name. */
  readonly source: Source | null;
  /** What was drawn on it. */
  readonly edges: readonly Stroke[];
  readonly cells: readonly CellStroke[];
  readonly dream: readonly Stroke[];
  /** Cells that are taken in place of those that a network finds. */
  readonly labels: LabelSource | null;
}

/** All that a batch does, as a tab that was closed goes on with it. */
export interface BatchPlan {
  readonly version: 1;
  readonly id: string;
  readonly pictures: readonly PlannedPicture[];
  /** The folder of the pictures; null where each has its source. */
  readonly from: FileSystemDirectoryHandle | null;
  /** The settings for every picture; its strokes are empty. */
  readonly recipe: Recipe;
  readonly guide: Source | null;
  /** Whether all are painted by the recipe's model, or each by the one for its kind. */
  readonly painters: 'desk' | 'kind';
  /** The model that was last used for a kind of picture. */
  readonly modelFor: Studio['modelFor'];
  readonly wish: BatchWish;
  /** A folder that a person chose; null for a ZIP. */
  readonly to: FileSystemDirectoryHandle | null;
}

/** A picture on which nothing was drawn. */
export const plainPicture = (name: string, source: Source | null): PlannedPicture => ({
  name,
  source,
  edges: [],
  cells: [],
  dream: [],
  labels: null,
});

/** The pictures of the tray that were chosen, with what was drawn on each; equal names are told apart by a number. */
export function trayPictures(
  { items, strokes, labels }: Pick<Studio, 'items' | 'strokes' | 'labels'>,
  isChosen: (id: string) => boolean,
): readonly PlannedPicture[] {
  const taken = new Set<string>();
  return items
    .filter(({ source, state }) => state !== 'error' && isChosen(source.id))
    .map(({ source }) => {
      const { id } = source;
      const plain = source.name.replaceAll(/[\\/]/g, '-');
      let name = plain;
      for (let n = 2; taken.has(name.toLowerCase()); n++) name = plain.replace(/(\.[^.]*)?$/, ` (${n})$1`);
      taken.add(name.toLowerCase());
      const beside = labels[id];
      return {
        name,
        source,
        edges: strokes.edges[id] ?? [],
        cells: strokes.cells[id] ?? [],
        dream: strokes.dream[id] ?? [],
        labels: beside?.areShown ? beside.file : null,
      };
    });
}

/** Why a batch cannot begin, in one sentence; null where it can. */
export function refusal({ pictures, wish }: Pick<BatchPlan, 'pictures' | 'wish'>): string | null {
  if (pictures.length === 0)
    return 'There is no picture to work on: choose a folder, or pictures of the tray.';
  if (wish.files.length === 0) return 'Nothing is to be written: choose what you want of each picture.';
  const alike = alikeNames(pictures.map(({ name }) => name));
  if (alike)
    return `${alike.join(' and ')} differ only in capitals, which some disks do not tell apart: rename one.`;
  return null;
}
