import { RecipeError } from '../recipe.ts';
import { checkShared, type SharedRecipe } from './shared-recipe.ts';

/** How the files end that hold a recipe. */
export const RECIPE_FILE = /\.eosin\.json$/i;

/** What a file says it is. */
const KIND = 'recipe';

/** A recipe as a file of JSON that a person can read. */
export const recipeFile = ({ picture, recipe }: SharedRecipe): string =>
  `${JSON.stringify({ eosin: KIND, picture, recipe }, null, 2)}\n`;

/**
 * The recipe in a file.
 *
 * @param name the file's, for the sentence of an error.
 * @throws RecipeError in a sentence that begins with the name.
 */
export function recipeInFile(name: string, text: string): SharedRecipe {
  const value = parsed(name, text);
  if (value.eosin !== KIND) {
    throw new RecipeError(`${name}: this is no recipe of Eosin's; save one by Share, "Save recipe".`);
  }
  try {
    return checkShared({ picture: value.picture, recipe: value.recipe });
  } catch (cause) {
    throw cause instanceof RecipeError ? new RecipeError(`${name}: ${cause.message}`, { cause }) : cause;
  }
}

function parsed(name: string, text: string): { eosin?: unknown; picture?: unknown; recipe?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch (cause) {
    throw new RecipeError(`${name} is damaged: it is no JSON. Save the recipe once more.`, { cause });
  }
}
