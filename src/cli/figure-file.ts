import { dirname, resolve } from 'node:path';
import { createCache } from '../engine/cache.ts';
import { checklist, type Light } from '../engine/figure/checklist.ts';
import { type FigureFormat, makeFigure } from '../engine/figure/make-figure.ts';
import { methods } from '../engine/figure/methods.ts';
import type { FigureRow } from '../engine/figure/panels.ts';
import { checkPlan, type FigurePlan, PlanError } from '../engine/figure/plan.ts';
import { checkRecipe, defaultRecipe, type Recipe, RecipeError } from '../engine/recipe.ts';
import type { RenderContext } from '../engine/render.ts';
import { startingRecipe } from '../engine/starting-recipe.ts';
import { cellsOnDisk } from './cells-on-disk.ts';
import { now } from './device.ts';
import { readJson, writePicture } from './files.ts';
import { progressLine } from './progress.ts';
import { sourceOnDisk } from './source-on-disk.ts';
import { WrongUse } from './verb.ts';

const CACHE_BYTES = 2 ** 30;

/** What a figure has and lacks, and how it was made. */
export interface FigureReport {
  readonly file: string;
  readonly lights: readonly Light[];
  readonly methods: string;
}

/** @throws WrongUse where the plan cannot be read or does not fit. */
export async function readPlan(path: string): Promise<FigurePlan> {
  const value = await readJson(path);
  try {
    return checkPlan(value);
  } catch (error) {
    if (error instanceof PlanError) throw new WrongUse(`${path}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** A row's recipe: written in the plan, or in a file that it names, else the one that the first model was trained with. */
async function recipeOf(path: string, said: unknown, usual: Recipe): Promise<Recipe> {
  if (said === undefined) return usual;
  const file = typeof said === 'string' ? resolve(dirname(path), said) : null;
  try {
    return checkRecipe(file === null ? said : await readJson(file));
  } catch (error) {
    if (error instanceof RecipeError)
      throw new WrongUse(`${file ?? path}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** Makes the figure of a plan; pictures and recipes lie where the plan says, from its own folder on. @throws as `readPlan` and `makeFigure`. */
export async function figureFile(
  path: string,
  out: string,
  format: FigureFormat,
  room: Pick<RenderContext, 'device' | 'shelf'>,
): Promise<FigureReport> {
  const { rows: planned, looks } = await readPlan(path);
  const manifests = await room.shelf.manifests();
  const usual = startingRecipe(manifests.find(({ id }) => id === defaultRecipe.colour.model));
  const rows: FigureRow[] = [];
  for (const { picture, caption, recipe, labels } of planned) {
    rows.push({
      source: sourceOnDisk(resolve(dirname(path), picture), picture),
      caption: caption ?? picture.replace(/^.*[/\\]/, ''),
      recipe: await recipeOf(path, recipe, usual),
      ...(labels !== undefined && {
        extras: { cells: cellsOnDisk(resolve(dirname(path), labels), labels) },
      }),
    });
  }
  const line = progressLine(1);
  const context: RenderContext = { ...room, cache: createCache(CACHE_BYTES), now };
  const steps = makeFigure(rows, looks, format, context, new AbortController().signal); // Ctrl-C ends the process
  try {
    let step = await steps.next();
    for (; !step.done; step = await steps.next()) if (step.value) line.show(out, step.value.progress);
    const { bytes, panels, provenance } = step.value;
    await writePicture(out, bytes);
    return { file: out, lights: checklist(panels, provenance), methods: methods(provenance, panels) };
  } finally {
    line.clear();
  }
}
