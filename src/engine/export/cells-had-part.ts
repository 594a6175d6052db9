import { coloursNeedCells, type Recipe, wantsCells } from '../recipe.ts';
import type { Pane } from '../stages/shown.ts';

/** Whether cells had a part in stages' pictures: they are shown, have the colours or bound them, or bound the dream. */
export function cellsHadPart(recipe: Recipe, shown: readonly Pane[]): boolean {
  const { mask, source } = recipe.dream;
  const isDreamed = shown.includes('dream');
  const isMasked = isDreamed && (mask === 'inside' || mask === 'outside');
  const hasColours = shown.includes('colour') || (isDreamed && source === 'colour');
  return shown.includes('cells') || isMasked || (hasColours && coloursNeedCells(recipe));
}

/** The same of whatever a file can show. */
export function cellsHadPartIn(
  recipe: Recipe,
  shows: Pane | readonly [Pane, Pane] | 'sheet' | 'layers' | 'ascent' | 'zoom',
): boolean {
  if (shows === 'sheet') return wantsCells(recipe);
  if (shows === 'layers' || shows === 'ascent' || shows === 'zoom') return cellsHadPart(recipe, ['dream']);
  return cellsHadPart(recipe, typeof shows === 'string' ? [shows] : shows);
}
