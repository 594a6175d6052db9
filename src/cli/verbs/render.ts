import { dirname } from 'node:path';
import { withPreset } from '../../engine/dream/presets.ts';
import type { Manifest } from '../../engine/models/manifest.ts';
import { createShelf, type Shelf } from '../../engine/models/shelf.ts';
import { checkRecipe, type Recipe, RecipeError } from '../../engine/recipe.ts';
import { startingRecipe } from '../../engine/starting-recipe.ts';
import { batchHelp, batchIn, batchOptions } from '../batch/options.ts';
import type { Work } from '../batch/work.ts';
import { destinations } from '../destinations.ts';
import { backends, type NodeBackend, openDevice } from '../device.ts';
import { checkFolder, modelsOnDisk, readJson } from '../files.ts';
import { partIn, partOptions, planeHelp, planeIn, planeOptions } from '../plane-options.ts';
import { chosenPreset } from '../preset.ts';
import type { WrittenStage } from '../render-files.ts';
import { formatAsked, tiledIn, tileHelp, tileOptions } from '../tile-options.ts';
import { numberIn, oneOf, parsed, type Verb, WrongUse } from '../verb.ts';

const stages: readonly WrittenStage[] = ['edges', 'colour', 'dream', 'layers', 'film'];

/** The model to paint with where neither --model nor --recipe names one. */
const FIRST_MODEL = 'blood-smear';

/** @throws WrongUse listing the models there are. */
async function known(shelf: Shelf, id: string): Promise<Manifest> {
  const manifests = await shelf.manifests();
  const manifest = manifests.find((one) => one.id === id);
  if (manifest) return manifest;
  throw new WrongUse(
    `there is no model "${id}". The models are: ${manifests.map((one) => one.id).join(', ')}, none.`,
  );
}

/** The recipe of a file as it stands, but for the model; else the one that the model was trained with. */
async function chosenRecipe(
  shelf: Shelf,
  model: string | undefined,
  path: string | undefined,
): Promise<Recipe> {
  if (path === undefined) {
    const id = model ?? FIRST_MODEL;
    const recipe = startingRecipe(id === 'none' ? undefined : await known(shelf, id));
    return { ...recipe, colour: { ...recipe.colour, model: id } };
  }
  try {
    const recipe = checkRecipe(await readJson(path));
    const id = model ?? recipe.colour.model;
    if (id !== 'none') await known(shelf, id);
    return { ...recipe, colour: { ...recipe.colour, model: id } };
  } catch (error) {
    if (error instanceof RecipeError) throw new WrongUse(`${path}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** @throws WrongUse where a stage is asked for that the recipe does not reach. */
function chosenStage(text: string | undefined, recipe: Recipe): WrittenStage {
  const painted = recipe.colour.model === 'none' ? 'edges' : 'colour';
  const stage =
    text === undefined ? (recipe.dream.enabled ? 'dream' : painted) : oneOf('stage', text, stages);
  if (stage === 'colour' && painted === 'edges') {
    throw new WrongUse('--stage colour needs a model; leave out --model none, or ask for --stage edges.');
  }
  return stage;
}

/** The preset of a dream where nothing else is said. */
const FIRST_PRESET = 'paper-layers-6-8';

/** The network to dream with. @throws WrongUse listing those there are. */
async function chosenNetwork(shelf: Shelf, id: string): Promise<{ readonly model: string }> {
  const networks = await shelf.dreams();
  if (networks.some((one) => one.id === id)) return { model: id };
  throw new WrongUse(
    `there is no model "${id}" to dream with. There are: ${networks.map((one) => one.id).join(', ')}.`,
  );
}

/** What the options say of the dream. @throws WrongUse where they do not fit. */
async function withDream(
  shelf: Shelf,
  recipe: Recipe,
  values: {
    readonly [option in 'stage' | 'preset' | 'dream-model' | 'seed' | 'steps']?: string | undefined;
  },
): Promise<Recipe> {
  const isAsked = ['dream', 'layers', 'film'].includes(values.stage ?? '') && !recipe.dream.enabled;
  const id = values.preset ?? (isAsked ? FIRST_PRESET : undefined);
  const dream = id === undefined ? recipe.dream : withPreset(recipe.dream, chosenPreset(id));
  const whole = (option: 'seed' | 'steps', least: number, most: number) => {
    const text = values[option];
    return text === undefined ? {} : { [option]: Math.round(numberIn(option, text, { least, most })) };
  };
  const network = values['dream-model'];
  return {
    ...recipe,
    dream: {
      ...dream,
      ...(network === undefined ? {} : await chosenNetwork(shelf, network)),
      ...whole('seed', 0, 2 ** 32 - 1),
      ...whole('steps', 1, 500),
    },
  };
}

/** Pictures through the whole recipe, one file each. */
export const render: Verb = {
  summary: 'develop, find edges, paint and dream: one PNG for each picture',
  help: `eosin render IN... --out DIR [options]

  Takes each picture through the recipe and writes DIR/<name>.colour.png (or .edges.png, .dream.png, .layers.png, .film.gif), with the
  recipe and the models' hashes inside. Colours and dreams are generated, not measured. Pictures of equal names
  keep their extension (a.png.colour.png), or their folders where that does not tell them apart.

  --                 ends the options: what follows are files, whatever their names begin with
  --out DIR          made where it does not exist
  --model ID         paints with this model, with the develop and edges settings it was trained with;
                     "none" paints nothing: what dreams then dreams on the input itself. \`eosin models\` lists
                     them. Default: ${FIRST_MODEL}
  --recipe FILE      a whole recipe as JSON instead; --model then only replaces its model
  --stage STAGE      edges, colour, dream; layers, a sheet of dreams: a row for every second layer of the
                     network, in it an eighth, a quarter, a half and all of the steps; or film, the dream's ascent,
                     a picture for each step. Default: dream with a preset or a recipe that dreams, else colour, or
                     edges without a model
${planeHelp}
  --crop X,Y,W,H     works on this part: left, top, width and height in the upright file's own pixels. Default: the model's square
  --scale S          pixels worked on for each of the file: 1 is true size. Default: 1 with --crop, else the model's size
${tileHelp}
  --preset ID        dreams so; \`eosin recipes\` lists them. Default for dreams: ${FIRST_PRESET}
  --dream-model ID   dreams with this network. Default: inception-v3-cells
  --steps N          of the dream's last octave, 1 to 500, instead of the preset's or recipe's
  --seed N           of the dream
  --guide FILE       the picture whose features a recipe with the objective "guide" seeks
  --backend BACKEND  webgpu or wasm. Default: webgpu on a real GPU, else wasm

${batchHelp}
`,
  async run(args, root) {
    const { values, positionals } = parsed(args, {
      out: { type: 'string' },
      model: { type: 'string' },
      recipe: { type: 'string' },
      stage: { type: 'string' },
      preset: { type: 'string' },
      'dream-model': { type: 'string' },
      steps: { type: 'string' },
      seed: { type: 'string' },
      guide: { type: 'string' },
      ...planeOptions,
      ...partOptions,
      ...tileOptions,
      backend: { type: 'string' },
      ...batchOptions,
    });
    if (positionals.length === 0)
      throw new WrongUse('render needs pictures: eosin render FILE... --out DIR.');
    if (!values.out) throw new WrongUse('render needs --out DIR, the folder to write to.');
    const backend: NodeBackend | null =
      values.backend === undefined ? null : oneOf('backend', values.backend, backends);
    const shelf = createShelf(modelsOnDisk(root), Number.POSITIVE_INFINITY);
    const chosen = await chosenRecipe(shelf, values.model, values.recipe);
    const develop = { ...chosen.develop, ...planeIn(values), ...partIn(values) };
    const recipe = await withDream(shelf, { ...chosen, develop }, values);
    const stage = chosenStage(values.stage, recipe);
    const tiled = tiledIn(values, stage, recipe);
    const format = formatAsked(values.format) === 'jpeg' ? 'jpg' : 'png';
    const ending = `.${stage}.${stage === 'film' ? 'gif' : tiled?.format === 'tiff' ? 'ome.tif' : format}`;
    const batch = await batchIn(values, positionals, values.out);
    if (batch) {
      const work: Work = tiled
        ? { kind: 'tiles', backend, recipe, settings: tiled }
        : { kind: 'render', backend, recipe, stage, format, guide: values.guide ?? null };
      const { runBatch } = await import('../batch/run.ts');
      const failed = await runBatch(work, batch.pictures, ending, batch.settings, root);
      return failed.length > 0 ? 1 : 0;
    }
    const files = destinations(positionals, values.out, ending);
    for (const folder of new Set([values.out, ...[...files.values()].map(dirname)]))
      await checkFolder(folder, { create: true });
    const device = await openDevice(backend);
    try {
      if (tiled) {
        const { renderTiledFiles } = await import('../render-tiled-files.ts');
        return await renderTiledFiles(files, recipe, tiled, { shelf });
      }
      const { renderFiles } = await import('../render-files.ts');
      return await renderFiles(files, recipe, stage, values.guide, { device, shelf }, format);
    } finally {
      shelf.clear();
      device.close();
    }
  },
};
