import { joint } from '../models/load.ts';
import type { Shelf } from '../models/shelf.ts';
import type { Recipe } from '../recipe.ts';

/** Which kinds of models have a part in a result. */
export interface Parts {
  readonly cells: boolean;
  readonly painter: boolean;
  readonly dream: boolean;
}

/**
 * The models that have a part in a result, as `id@sha256`, separated by blanks; none of them is loaded.
 *
 * @throws StudioError `model` where the recipe names one that is not on the shelf.
 */
export async function modelsOf(recipe: Recipe, parts: Parts, shelf: Shelf): Promise<string> {
  const models: string[] = [];
  if (parts.cells) models.push(`${recipe.cells.model}@${await shelf.cellsHash(recipe.cells.model)}`);
  const painter = recipe.colour.model;
  if (parts.painter && painter !== 'none' && painter !== 'cells')
    models.push(`${painter}@${await shelf.hash(painter)}`);
  const dream = parts.dream && (await shelf.dreams()).find(({ id }) => id === recipe.dream.model);
  if (dream) models.push(`${dream.id}@${await joint(dream.weights.parts.map(({ sha256 }) => sha256))}`);
  return models.join(' ');
}
