import type { Planes } from '../picture.ts';
import { defaultRecipe } from '../recipe.ts';
import { develop } from '../stages/develop.ts';
import { findEdges } from '../stages/edges.ts';
import type { Pair } from './example.ts';
import type { Plan } from './plan.ts';

/** A coloured picture and its edges, by the plan's recipe: the square in its middle, of the plan's size. */
export async function madePair(planes: Planes, { recipe }: Pick<Plan, 'recipe'>): Promise<Required<Pair>> {
  const { grey, rgb } = develop(planes, { ...defaultRecipe.develop, ...recipe.develop, frame: 'crop' });
  const { picture } = await findEdges(grey, { ...defaultRecipe.edges, ...recipe.edges }, null);
  return { edges: picture, grey, colour: rgb };
}
