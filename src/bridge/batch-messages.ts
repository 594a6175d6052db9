import type { BatchWish } from '../engine/batch/files.ts';
import type { Row } from '../engine/batch/manifest.ts';
import type { Picture } from '../engine/picture.ts';
import type { Recipe } from '../engine/recipe.ts';

/** What became of a picture of a batch; the rest of its row the page knows. */
export interface BatchMade
  extends Pick<Row, 'sourceSha256' | 'recipeSha256' | 'models' | 'resultSha256' | 'cells' | 'seconds'> {
  /** The share of the painted picture's edges that are invented, 0..1; null where it was not measured. */
  readonly invented: number | null;
  /** It was made before, as the earlier row says, and is still there byte for byte. */
  readonly wasThere: boolean;
  /** Its files where there is no folder to write them to; else none. */
  readonly files: readonly { readonly name: string; readonly blob: Blob }[];
}

/**
 * Many pictures, one after the other. All are of the background.
 *
 * @template From a picture's source, @template Labels a file of cells, @template Facts what is known of a file.
 */
export interface BatchTasks<From, Labels, Facts> {
  /** What a picture is, with a small picture of it: at most 64 px, RGBA. What was read is kept for the next `batchMake`, and no longer. */
  batchLook: { ask: { source: From }; answer: { picture: Picture; facts: Facts } };
  /**
   * Makes the files of a picture and writes them below the folder, under the picture's own name; nothing of it is held afterwards. Where
   * `earlier` says that the same was made before and all of it is still there, it is not made again.
   */
  batchMake: {
    ask: {
      source: From;
      recipe: Recipe;
      wish: BatchWish;
      guide?: From;
      labels?: Labels;
      folder: FileSystemDirectoryHandle | null;
      earlier: Row | null;
    };
    answer: BatchMade;
  };
  /** Writes a file into the folder, whole or not at all. */
  batchWrite: {
    ask: { folder: FileSystemDirectoryHandle; name: string; content: string | Blob };
    answer: Record<never, never>;
  };
  /** One table of the cells of these pictures, as the shell's batches have it. */
  batchTable: {
    ask: { tables: readonly { readonly picture: string; readonly blob: Blob }[] };
    answer: { table: Blob };
  };
  /** Files as one ZIP of any size: their bytes stay where they lie. */
  batchZip: {
    ask: { files: readonly { readonly path: string; readonly blob: Blob }[] };
    answer: { zip: Blob };
  };
}
