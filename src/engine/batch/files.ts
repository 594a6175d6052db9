import { type CellFormat, cellEndings } from '../cells/cell-files.ts';
import { type Recipe, wantsCells } from '../recipe.ts';
import type { Pane } from '../stages/shown.ts';
import type { Parts } from './models-of.ts';

/** The pictures that a batch can write of each picture. */
export const batchPanes = ['input', 'edges', 'cells', 'colour', 'dream'] as const satisfies readonly Pane[];
/** What it can write of its cells. */
export const batchTables = ['csv', 'geojson', 'rois', 'labels'] as const satisfies readonly CellFormat[];

export type BatchPane = (typeof batchPanes)[number];
export type BatchTable = (typeof batchTables)[number];
export type BatchFile = BatchPane | BatchTable;

const isTable = (file: BatchFile): file is BatchTable => (batchTables as readonly string[]).includes(file);

/** The name of a file in the folder of its picture. */
export const batchFileName = (file: BatchFile): string => (isTable(file) ? cellEndings[file] : `${file}.png`);

/** Every name that a batch may give to a file. */
export const batchFileNames: readonly string[] = [...batchPanes, ...batchTables].map(batchFileName);

export const panesAmong = (files: readonly BatchFile[]): readonly BatchPane[] =>
  batchPanes.filter((pane) => files.includes(pane));
export const tablesAmong = (files: readonly BatchFile[]): readonly BatchTable[] =>
  batchTables.filter((table) => files.includes(table));

/** What is asked of each picture beside its recipe. */
export interface BatchWish {
  readonly files: readonly BatchFile[];
  /** Whether the share of invented edges is measured in what a network painted. */
  readonly measuresInvented: boolean;
}

/** What the recipe paints with a network. */
export const isPaintedByNet = ({ colour }: Recipe) => colour.model !== 'none' && colour.model !== 'cells';

/** The recipe as far as it is asked for: no network runs whose work nobody sees, and cells are looked for where their files are. */
export function neededRecipe(recipe: Recipe, { files, measuresInvented }: BatchWish): Recipe {
  const isDreamed = files.includes('dream');
  const isPainted =
    files.includes('colour') ||
    (isDreamed && recipe.dream.source === 'colour') ||
    (measuresInvented && isPaintedByNet(recipe));
  return {
    ...recipe,
    cells: { ...recipe.cells, enabled: recipe.cells.enabled || files.includes('cells') },
    colour: isPainted ? recipe.colour : { ...recipe.colour, model: 'none' },
    dream: { ...recipe.dream, enabled: isDreamed && recipe.dream.enabled },
  };
}

/** The files that a recipe can give: colours only where something colours, a dream only where it dreams. */
export const possibleFiles = (
  { colour, dream }: Pick<Recipe, 'colour' | 'dream'>,
  files: readonly BatchFile[],
): readonly BatchFile[] =>
  files.filter(
    (file) => (file !== 'colour' || colour.model !== 'none') && (file !== 'dream' || dream.enabled),
  );

/** The kinds of models that have a part in it. @param recipe as `neededRecipe` gives it. */
export const partsOf = (recipe: Recipe, { files }: BatchWish): Parts => ({
  cells: wantsCells(recipe) || tablesAmong(files).length > 0,
  painter: isPaintedByNet(recipe),
  dream: recipe.dream.enabled,
});
