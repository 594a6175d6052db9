import type { Manifest } from './models/manifest.ts';
import { type DevelopRecipe, defaultRecipe, type EdgesRecipe, type Recipe } from './recipe.ts';

/** A recipe's develop settings with those that a model was trained with; the frame and the channel stay. */
export const trainedDevelop = ({ develop }: Recipe, { recipe }: Manifest): DevelopRecipe => ({
  ...develop,
  ...recipe.develop,
  scale: null, // a model's size is one in pixels
});

/** A recipe's edges settings with those that a model was trained with; the strokes stay. */
export const trainedEdges = ({ edges }: Recipe, { recipe }: Manifest): EdgesRecipe => ({
  ...edges,
  ...recipe.edges,
  thresholds: 'fixed',
  channels: 'grey',
});

/** The recipe to start from and to go back to: the one a model was trained with, else the studio's own. */
export function startingRecipe(model: Manifest | undefined): Recipe {
  if (!model) return defaultRecipe;
  return {
    ...defaultRecipe,
    develop: trainedDevelop(defaultRecipe, model),
    edges: trainedEdges(defaultRecipe, model),
    colour: { ...defaultRecipe.colour, model: model.id },
  };
}
