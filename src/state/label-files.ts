import type { StateCreator } from 'zustand';
import type { LabelSource, Tasks } from '../bridge/messages.ts';
import type { Studio } from './studio.ts';

/** Cells that someone else found, dropped beside a picture. */
export interface LabelsBeside {
  readonly file: LabelSource;
  /** They are shown and coloured in place of those that the network finds; else both are compared. */
  readonly areShown: boolean;
}

export type Comparison = Tasks['compareCells']['answer'];

export interface LabelFilesSlice {
  /** How the cells on screen fit those of the file beside the picture; null where nothing is compared, or not yet. */
  readonly comparison: Comparison | null;
  /** Puts a file beside a picture, in place of one before it, and looks for cells to compare with it. */
  giveLabels(picture: string, file: LabelSource): void;
  /** Shows the cells of the file, or compares them again. */
  showLabels(picture: string, areShown: boolean): void;
  takeLabels(picture: string): void;
  labelsCompared(comparison: Comparison | null): void;
}

export const labelFilesSlice: StateCreator<Studio, [], [], LabelFilesSlice> = (set) => ({
  comparison: null,
  giveLabels: (picture, file) =>
    set(({ labels, recipe }) => ({
      labels: { ...labels, [picture]: { file, areShown: false } },
      recipe: { ...recipe, cells: { ...recipe.cells, enabled: true } },
    })),
  showLabels: (picture, areShown) =>
    set(({ labels }) => {
      const beside = labels[picture];
      return beside ? { labels: { ...labels, [picture]: { ...beside, areShown } } } : {};
    }),
  takeLabels: (picture) =>
    set(({ labels }) => {
      const { [picture]: _, ...others } = labels;
      return { labels: others };
    }),
  labelsCompared: (comparison) => set({ comparison }),
});

const stem = (name: string) => name.replace(/\.[^.]*$/, '').toLowerCase();

/** A file that holds cells whatever its name: outlines for QuPath, or regions of ImageJ. */
const OUTLINES = /\.geojson$/i;
/** A label map by its name, as `cells.labels.tif` or `cells_masks.png`: it belongs to the picture that is named before. */
const LABEL_MAP = /^(.+?)[._ -](?:labels?|masks?)\.(?:tiff?|png)$/i;
/** A ZIP's list of names stands at its end. */
const LIST_BYTES = 2 ** 16;

const isRoiSet = async (file: File): Promise<boolean> =>
  /\.zip$/i.test(file.name) && /\.roi/i.test(await file.slice(-LIST_BYTES).text());

/** Whether a file of cells is named after a picture: `a.labels.tif`, `a.geojson` and `a.cells.geojson` after `a.tif`. */
export function isNamedAfter(cells: string, picture: string): boolean {
  const own = (LABEL_MAP.exec(cells)?.[1] ?? stem(cells)).toLowerCase();
  return own === stem(picture) || own === picture.toLowerCase() || own.startsWith(`${stem(picture)}.`);
}

/**
 * Sorts out the files that hold cells.
 *
 * @param there names of pictures that are there already: a label map without its picture is a picture itself.
 */
export async function labelsAmong(
  files: readonly File[],
  there: readonly string[],
): Promise<{ readonly beside: readonly File[]; readonly others: readonly File[] }> {
  const pictures = [...there, ...files.map(({ name }) => name)].filter((name) => !LABEL_MAP.test(name));
  const holdCells = await Promise.all(
    files.map(
      async (file) =>
        OUTLINES.test(file.name) ||
        (LABEL_MAP.test(file.name) && pictures.some((picture) => isNamedAfter(file.name, picture))) ||
        (await isRoiSet(file)),
    ),
  );
  return {
    beside: files.filter((_, i) => holdCells[i]),
    others: files.filter((_, i) => !holdCells[i]),
  };
}
