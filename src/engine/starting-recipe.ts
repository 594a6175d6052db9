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

/** A recipe with develop and edges as a model was trained with, and painted by it. */
export const trainedRecipe = (recipe: Recipe, model: Manifest): Recipe => ({
  ...recipe,
  develop: trainedDevelop(recipe, model),
  edges: trainedEdges(recipe, model),
  colour: { ...recipe.colour, model: model.id },
});

/** The recipe to start from and to go back to: the one a model was trained with, else the studio's own. */
export const startingRecipe = (model: Manifest | undefined): Recipe =>
  model ? trainedRecipe(defaultRecipe, model) : defaultRecipe;
