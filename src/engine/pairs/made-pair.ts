import type { Planes } from '../picture.ts';
import { type DevelopRecipe, defaultRecipe, type EdgesRecipe } from '../recipe.ts';
import { develop } from '../stages/develop.ts';
import { findEdges } from '../stages/edges.ts';
import type { Pair } from './pair-image.ts';

/** What a plan and a model's manifest say of how its pictures are made; the rest is as the recipe begins. */
interface Settings {
  readonly recipe: { readonly develop: Partial<DevelopRecipe>; readonly edges: Partial<EdgesRecipe> };
}

/** A coloured picture and its edges, by the plan's recipe: the square in its middle, of the plan's size. */
export async function madePair(planes: Planes, { recipe }: Settings): Promise<Required<Pair>> {
  const { grey, rgb } = develop(planes, { ...defaultRecipe.develop, ...recipe.develop, frame: 'crop' });
  const { picture } = await findEdges(grey, { ...defaultRecipe.edges, ...recipe.edges }, null);
  return { edges: picture, grey, colour: rgb };
}
