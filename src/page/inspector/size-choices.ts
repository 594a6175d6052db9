import type { DevelopRecipe } from '../../engine/recipe.ts';

type Side = DevelopRecipe['size'];

/** What anyone may want of a working picture. */
const USUAL: readonly Side[] = [256, 512, 768, 1024, 2048];

/** The sides of a working picture to choose from, in pixels: the usual ones, those now in use and those of the model. */
export function sizeChoices(...inUse: (Side | undefined)[]): { value: Side; label: string }[] {
  const all = new Set([...USUAL, ...inUse.filter((side) => side !== undefined)]);
  return [...all].toSorted((a, b) => a - b).map((value) => ({ value, label: `${value} px` }));
}
