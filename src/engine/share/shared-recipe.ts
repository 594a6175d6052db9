import * as v from 'valibot';
import { faultsIn } from '../faults.ts';
import { type ChannelLook, checkRecipe, type Recipe, RecipeError } from '../recipe.ts';

const name = v.pipe(v.string(), v.maxLength(300));

/** Which picture a recipe was made on: one that everybody has, or a person's own, by what it can be recognised by. */
const pictureSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('drawn'),
    name,
    scene: v.picklist(['nuclei', 'smear', 'dish']),
    seed: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
  v.strictObject({ kind: v.literal('sample'), name, file: v.pipe(v.string(), v.maxLength(300)) }),
  v.strictObject({
    kind: v.literal('file'),
    name,
    /** Hexadecimal, of the file's bytes. */
    sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  }),
]);

export type SharedPicture = Readonly<v.InferOutput<typeof pictureSchema>>;

/** A recipe on its way from one person to another. */
export interface SharedRecipe {
  readonly picture: SharedPicture;
  /** With the strokes that were drawn on that picture. */
  readonly recipe: Recipe;
}

/**
 * The check of what came from outside.
 *
 * @throws RecipeError naming each field that does not fit.
 */
export function checkShared({ picture, recipe }: { picture: unknown; recipe: unknown }): SharedRecipe {
  const result = v.safeParse(pictureSchema, picture);
  if (!result.success) {
    throw new RecipeError(`The recipe's picture does not fit. ${faultsIn(result.issues, 'the picture')}.`);
  }
  return { picture: result.output, recipe: checkRecipe(recipe) };
}

/** The brightest colour of a table, in its place. */
const brightest = (colour: ChannelLook['colour']): ChannelLook['colour'] => {
  if (typeof colour !== 'string') return colour;
  const [red, green, blue] = Array.from(atob(colour).slice(-3), (letter) => letter.charCodeAt(0));
  return [red ?? 0, green ?? 0, blue ?? 0];
};

/** A recipe without what was drawn, and without tables of colours. */
export const withoutStrokes = ({ picture, recipe }: SharedRecipe): SharedRecipe => ({
  picture,
  recipe: {
    ...recipe,
    develop: {
      ...recipe.develop,
      channels: recipe.develop.channels?.map((one) => ({ ...one, colour: brightest(one.colour) })) ?? null,
    },
    edges: { ...recipe.edges, strokes: [] },
    cells: { ...recipe.cells, strokes: [] },
    dream: { ...recipe.dream, strokes: [] },
  },
});

/** Whether anything was drawn. */
export const hasStrokes = ({ recipe }: SharedRecipe): boolean =>
  recipe.edges.strokes.length + recipe.cells.strokes.length + recipe.dream.strokes.length > 0;
