import { passSeeds } from '../../engine/lens/sureness.ts';
import { createShelf, type Shelf } from '../../engine/models/shelf.ts';
import { checkRecipe, type Recipe, RecipeError } from '../../engine/recipe.ts';
import { startingRecipe } from '../../engine/starting-recipe.ts';
import { backends, openDevice } from '../device.ts';
import { checkFolder, modelsOnDisk, readJson } from '../files.ts';
import { oneOf, parsed, type Verb, WrongUse, wholeNumberIn } from '../verb.ts';

/** The model to paint with where neither --model nor --recipe names one. */
const FIRST_MODEL = 'blood-smear';
const MOST_PASSES = 64;

/** @throws WrongUse where the recipe cannot be read or generates no colours. */
async function recipeOf(shelf: Shelf, model: string | undefined, path: string | undefined): Promise<Recipe> {
  const manifests = await shelf.manifests();
  const known = (id: string) => {
    const manifest = manifests.find((one) => one.id === id);
    if (manifest) return manifest;
    throw new WrongUse(
      `there is no model "${id}" that paints. The models are: ${manifests.map((one) => one.id).join(', ')}.`,
    );
  };
  if (path === undefined) return startingRecipe(known(model ?? FIRST_MODEL));
  try {
    const recipe = checkRecipe(await readJson(path));
    const { id } = known(model ?? recipe.colour.model);
    return { ...recipe, colour: { ...recipe.colour, model: id } };
  } catch (error) {
    if (error instanceof RecipeError) throw new WrongUse(`${path}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** What a model lost and invented of a picture. */
export const lens: Verb = {
  summary: 'what a model lost and invented of a picture, and how sure it is',
  help: `eosin lens PICTURE [options]

  Paints the picture and compares it with what it was painted from. As JSON:
    edges      shares of the picture's edges that are lost and of the generated picture's that are invented, at a tolerance of
               2 px, and their places (left, top, right, bottom in pixels of the working picture)
    ssim       structural similarity of the lightness of both; 1 is the same
    cells      the cells of both, matched one to one: how many are lost, invented, parted otherwise or changed in area by more than
               a tenth; bias and limits of agreement of the areas in per cent; and all of it in a sentence
    sureness   the picture painted again from shifted and mirrored inputs, moved back: the mean standard deviation, in levels of 255
    circle     of a CycleGAN that has both its generators: the edges drawn again of the colours, and those drawn of the picture, against
               the picture's own (precision, recall and F1 at 2 px), and how far the colours of the latter are from the picture, in levels
  The cells of both are found by their lightness, as the eye sees it. A low figure is no proof: a model can also invent colours,
  and what the edges do not show.

  --model ID         paints with this model, by default with the settings that it was trained with. Default: ${FIRST_MODEL}
  --recipe FILE      a whole recipe as JSON; --model then only replaces its model
  --other ID         compares with this model too, which paints from the same edges
  --passes N         times that it is painted for the sureness, 1 to ${MOST_PASSES}; 0 leaves it out. Default: ${passSeeds.length}
  --out DIR          writes PNGs too, the generated picture and what lies over it: NAME.generated.png, NAME.edges-lens.png (lost
                     edges blue, invented ones orange), NAME.sureness.png (a level for a level) and NAME.circle.png
  --backend BACKEND  webgpu or wasm. Default: webgpu on a real GPU, else wasm
`,
  async run(args, root) {
    const { values, positionals } = parsed(args, {
      model: { type: 'string' },
      recipe: { type: 'string' },
      other: { type: 'string' },
      passes: { type: 'string', default: String(passSeeds.length) },
      out: { type: 'string' },
      backend: { type: 'string' },
    });
    const [path, ...more] = positionals;
    if (path === undefined || more.length > 0) {
      throw new WrongUse(`lens takes one picture, not ${positionals.length}: eosin lens PICTURE --model ID.`);
    }
    const passes = wholeNumberIn('passes', values.passes, { least: 0, most: MOST_PASSES });
    const backend = values.backend === undefined ? null : oneOf('backend', values.backend, backends);
    const shelf = createShelf(modelsOnDisk(root), Number.POSITIVE_INFINITY);
    const recipe = await recipeOf(shelf, values.model, values.recipe);
    if (values.other !== undefined) await recipeOf(shelf, values.other, undefined); // says which models there are
    if (values.out !== undefined) await checkFolder(values.out, { create: true });
    const device = await openDevice(backend);
    try {
      const { lensFile } = await import('../lens-file.ts');
      const report = await lensFile(
        path,
        recipe,
        { passes, other: values.other, out: values.out },
        { device, shelf },
      );
      process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
      return 0;
    } finally {
      shelf.clear();
      device.close();
    }
  },
};
