import type { FileFacts } from '../../bridge/messages.ts';
import { type BatchWish, possibleFiles } from '../../engine/batch/files.ts';
import type { Manifest } from '../../engine/models/manifest.ts';
import { kindWords } from '../../engine/models/picture-kinds.ts';
import type { Recipe } from '../../engine/recipe.ts';
import { trainedRecipe } from '../../engine/starting-recipe.ts';
import { modelMadeFor } from '../fitting.ts';
import { developOf } from '../planes.ts';
import type { BatchPlan, PlannedPicture } from './plan.ts';

/** The recipe with the model for a kind of picture and the settings it was trained with, as a picture of the tray gets it when it is taken up. */
function suited(
  { recipe, modelFor }: Pick<BatchPlan, 'recipe' | 'modelFor'>,
  { kind }: FileFacts,
  models: readonly Manifest[],
): Recipe {
  const wanted = modelFor[kind];
  const withModel = (model: string): Recipe => ({ ...recipe, colour: { ...recipe.colour, model } });
  if (wanted === 'none' || wanted === 'cells') return withModel(wanted);
  const model = models.find(({ id }) => id === wanted) ?? modelMadeFor({ models, recipe }, kind);
  if (!model) return withModel('none');
  if (recipe.colour.model === model.id) return recipe; // with the settings as they stand
  return trainedRecipe(recipe, model);
}

/** The recipe for a picture of a batch: the plan's, as it can be had of the file, with what was drawn on it. */
export function recipeOf(
  plan: Pick<BatchPlan, 'recipe' | 'modelFor' | 'painters'>,
  { edges, cells, dream }: Pick<PlannedPicture, 'edges' | 'cells' | 'dream'>,
  facts: FileFacts,
  models: readonly Manifest[],
): Recipe {
  const recipe = plan.painters === 'kind' ? suited(plan, facts, models) : plan.recipe;
  return {
    ...recipe,
    develop: developOf(recipe.develop, facts),
    edges: { ...recipe.edges, strokes: [...edges] },
    cells: { ...recipe.cells, strokes: [...cells] },
    dream: { ...recipe.dream, strokes: recipe.dream.mask === 'painted' ? [...dream] : [] },
  };
}

/**
 * What of a wish a recipe can give.
 *
 * @throws Error where that is nothing, saying what would do.
 */
export function wishFor(recipe: Recipe, wish: BatchWish, name: string, { kind }: FileFacts): BatchWish {
  const files = possibleFiles(recipe, wish.files);
  if (files.length === 0)
    throw new Error(
      `${name}: nothing paints this kind of picture (${kindWords[kind]}); choose a model under Colour, or edges too.`,
    );
  return { ...wish, files };
}
