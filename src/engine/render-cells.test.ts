import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { brightModel } from '../../test/cells-model.ts';
import { startWasm } from '../../test/wasm.ts';
import { createCache } from './cache.ts';
import type { FoundCells } from './cells/found-cells.ts';
import { dreamMask } from './dream/mask.ts';
import { exportPng } from './export/png.ts';
import { readTexts } from './formats/png-write.ts';
import { createShelf, type Shelf } from './models/shelf.ts';
import { type CellsRecipe, defaultRecipe, type Recipe } from './recipe.ts';
import { type RenderContext, render, toDream } from './render.ts';
import type { RenderEvent } from './render-event.ts';
import { drawSceneWithCells } from './samples/truth.ts';
import { drawnSource } from './source.ts';
import { resultOf } from './steps/result-of.ts';

let shelf: Shelf;
let which: 'old' | 'fresh';
let models: Record<'old' | 'fresh', Awaited<ReturnType<typeof brightModel>>>;
let context: RenderContext;
let tensors = 0;
const { signal } = new AbortController();

beforeAll(async () => {
  await startWasm();
  models = { old: await brightModel(0.4), fresh: await brightModel(0.6) };
});

beforeEach(() => {
  which = 'old';
  const host = {
    manifests: async () => [models[which].manifest],
    part: async () => models[which].bytes,
  };
  tensors = tf.memory().numTensors;
  shelf = createShelf(host, Number.POSITIVE_INFINITY);
  context = {
    device: { backend: 'wasm', name: 'the processor', software: false, gpu: null } as RenderContext['device'], // a render asks no more
    shelf,
    cache: createCache(2 ** 28),
    now: () => performance.now() / 1000,
  };
});

afterEach(() => {
  shelf.clear();
  expect(tf.memory().numTensors).toBe(tensors);
});

const nuclei = drawnSource('nuclei-3', 'nuclei 3.tif', 'nuclei', 3);
const recipeOf = (cells: Partial<CellsRecipe> = {}, colour: Partial<Recipe['colour']> = {}): Recipe => ({
  ...defaultRecipe,
  develop: { ...defaultRecipe.develop, frame: 'fit', size: 512 }, // the file's own size
  cells: { ...defaultRecipe.cells, enabled: true, ...cells },
  colour: { ...defaultRecipe.colour, model: 'none', ...colour },
});

type Shown = Extract<RenderEvent, { type: 'picture' }>;

async function shown(
  recipe: Recipe,
  abort = signal,
): Promise<{ pictures: Map<string, Shown>; steps: number }> {
  const pictures = new Map<string, Shown>();
  let steps = 0;
  for await (const event of render(nuclei, recipe, context, abort)) {
    if (event?.type === 'picture') pictures.set(event.stage, event);
    if (event?.type === 'progress' && event.progress.words === 'Looking for cells') steps++;
  }
  return { pictures, steps };
}
const cellsOf = async (recipe: Recipe): Promise<FoundCells> => {
  const found = (await shown(recipe)).pictures.get('cells')?.cells;
  if (!found) throw new Error('no cells were shown');
  return found;
};

describe('the cells of a picture', () => {
  test('are those that lie in it, with measures of the file’s own numbers', async () => {
    const { planes, labels } = drawSceneWithCells('nuclei', 3);
    const found = await cellsOf(recipeOf());
    expect([found.labels.width, found.labels.height]).toEqual([planes.width, planes.height]);
    let [right, wrong] = [0, 0];
    for (const [i, label] of found.labels.data.entries()) {
      if (label > 0 && labels[i]! > 0) right++;
      else if (label > 0) wrong++;
    }
    expect(right).toBeGreaterThan(5000);
    expect(wrong / right).toBeLessThan(0.05);
    expect(found.channels).toHaveLength(planes.channels.length);
    const samples = planes.channels[0]!.samples;
    const first = found.measured[0]!;
    let total = 0;
    for (const [i, label] of found.labels.data.entries()) if (label === 1) total += samples[i]!;
    expect(first.brightness[0]!.total).toBeCloseTo(total, 3);
    expect(first.brightness[0]!.mean).toBeCloseTo(total / first.area, 6);
    expect(found.diameter).toBeGreaterThan(8);
  });

  test('are looked for once: settings but the diameter, contrast and strokes only read it anew', async () => {
    expect((await shown(recipeOf())).steps).toBeGreaterThan(5);
    const stroke = { tool: 'erase' as const, size: 64, points: [0.5, 0.5] };
    for (const change of [{ threshold: 0.7 }, { least: 200 }, { split: 0.5 }, { strokes: [stroke] }]) {
      expect((await shown(recipeOf(change))).steps).toBe(0);
    }
    const brighter = { ...recipeOf(), develop: { ...recipeOf().develop, gamma: 0.5, high: 90 } };
    expect((await shown(brighter)).steps).toBe(0);
    expect((await shown(recipeOf({ diameter: 60 }))).steps).toBeGreaterThan(5);
  });

  test('grow with a lower threshold, and lose the small ones with a larger least size', async () => {
    const area = ({ measured }: FoundCells) => measured.reduce((sum, cell) => sum + cell.area, 0);
    const [low, high] = [
      await cellsOf(recipeOf({ threshold: 0.1 })),
      await cellsOf(recipeOf({ threshold: 0.9 })),
    ];
    expect(area(low)).toBeGreaterThan(area(high));
    const large = await cellsOf(recipeOf({ least: 300 }));
    expect(large.measured.length).toBeGreaterThan(0);
    expect(large.measured.every((cell) => cell.area >= 300)).toBe(true);
  });

  test('are mended by strokes, which a recipe carries', async () => {
    const before = await cellsOf(recipeOf());
    const largest = before.measured.toSorted((a, b) => b.area - a.area)[0]!;
    const [left, top, right, bottom] = largest.box;
    const { width, height } = before.labels;
    const middle = (largest.centroid[1] + 0.5) / height;
    const points = [(left - 1) / width, middle, (right + 2) / width, middle];
    const parted = await cellsOf(recipeOf({ strokes: [{ tool: 'cut', size: 1, points }] }));
    expect(parted.labels.count).toBeGreaterThan(before.labels.count);
    const gone = await cellsOf(
      recipeOf({ strokes: [{ tool: 'erase', size: 64, points: [0.5, (top + bottom) / 2 / height] }] }),
    );
    expect(gone.labels.data[Math.floor((top + bottom) / 2) * width + width / 2]).toBe(0);
  });

  test('in a small working picture are measured in pixels of the file', async () => {
    const whole = await cellsOf(recipeOf());
    const half = { ...recipeOf(), develop: { ...recipeOf().develop, size: 256 as const } };
    const small = await cellsOf(half);
    expect(small.labels.width).toBe(256);
    expect(small.diameter / whole.diameter).toBeGreaterThan(0.8);
    expect(small.diameter / whole.diameter).toBeLessThan(1.25);
  });

  test('of a model that is replaced are found anew, and say by which weights', async () => {
    const by = async () => (await shown(recipeOf())).pictures.get('cells')?.by?.sha256;
    const first = await by();
    which = 'fresh';
    shelf.changed('cells-apart');
    const second = await by();
    expect(first).toBe(models.old.manifest.weights.parts[0]!.sha256);
    expect(second).toBe(models.fresh.manifest.weights.parts[0]!.sha256);
  });

  test('of two jobs whose steps alternate are those of each alone', async () => {
    const recipes = [recipeOf({ threshold: 0.2 }), recipeOf({ threshold: 0.8, diameter: 60 })];
    const jobs = recipes.map((recipe) => ({
      steps: render(nuclei, recipe, context, signal),
      cells: null as FoundCells | null,
      done: false,
    }));
    while (jobs.some(({ done }) => !done)) {
      for (const job of jobs) {
        if (job.done) continue;
        const { value, done } = await job.steps.next();
        job.done = done === true;
        if (value?.type === 'picture' && value.cells) job.cells = value.cells;
      }
    }
    for (const [i, recipe] of recipes.entries()) {
      context = { ...context, cache: createCache(2 ** 28) };
      expect(jobs[i]!.cells!.labels.data).toEqual((await cellsOf(recipe)).labels.data);
    }
  });

  test('stop where they are told to, at any step', async () => {
    for (let stop = 1; stop < 20; stop += 3) {
      const steps = render(nuclei, recipeOf({ diameter: 100 + stop }), context, signal);
      for (let i = 0; i < stop + 4; i++) await steps.next();
      await steps.return(undefined);
    }
    shelf.clear();
    expect(tf.memory().numTensors).toBe(tensors);
  });
});

describe('the colours of cells', () => {
  const colours = (change: Partial<Recipe['colour']>) =>
    recipeOf({ enabled: false }, { model: 'cells', ...change });

  test('are looked for without being switched on, and no neighbours share one', async () => {
    const { pictures } = await shown(colours({}));
    const { labels, near } = pictures.get('cells')!.cells!;
    const { picture, legend } = pictures.get('colour')!;
    expect(legend).toBeNull();
    const colourOf = new Map<number, string>();
    for (const [i, label] of labels.data.entries()) {
      if (!label) continue;
      const colour = picture.data.slice(3 * i, 3 * i + 3).join();
      expect(colourOf.get(label) ?? colour).toBe(colour);
      colourOf.set(label, colour);
    }
    for (const [label, others] of near.entries()) {
      for (const other of others) expect(colourOf.get(label)).not.toBe(colourOf.get(other));
    }
  });

  test('tell what was measured, with a legend in units', async () => {
    const { pictures } = await shown(colours({ palette: 'area', map: 'cividis' }));
    const { measured, labels } = pictures.get('cells')!.cells!;
    const { picture, legend } = pictures.get('colour')!;
    const [um = 0] = pictures.get('cells')!.cells!.frame.pixelUm ?? [];
    const areas = measured.map(({ area }) => area * um * um);
    expect(legend).toMatchObject({
      title: 'Area',
      unit: 'µm²',
      least: expect.closeTo(Math.min(...areas), 9),
      most: expect.closeTo(Math.max(...areas), 9),
    });
    const smallest = areas.indexOf(Math.min(...areas)) + 1;
    const at = labels.data.indexOf(smallest);
    expect([...picture.data.slice(3 * at, 3 * at + 3)]).toEqual([0, 34, 78]); // cividis begins so
    const narrow = (await shown(colours({ palette: 'area', range: [1, 2] }))).pictures.get('colour')!;
    expect(narrow.legend).toMatchObject({ low: 1, high: 2, most: expect.closeTo(Math.max(...areas), 9) });
  });

  test('as outlines leave the picture inside a cell as it is', async () => {
    const { pictures } = await shown(colours({ drawn: 'outlines' }));
    const { measured, labels } = pictures.get('cells')!.cells!;
    const [input, outlined] = [pictures.get('develop')!.picture, pictures.get('colour')!.picture];
    const largest = measured.toSorted((a, b) => b.area - a.area)[0]!;
    const [x, y] = largest.centroid.map(Math.round) as [number, number]; // two
    const at = y * labels.width + x;
    expect(labels.data[at]).toBe(largest.label);
    expect(outlined.data.slice(3 * at, 3 * at + 3)).toEqual(input.data.slice(3 * at, 3 * at + 3));
    expect(outlined.data).not.toEqual(input.data);
  });

  test('are not called generated in a PNG, which names the model that told the cells apart', async () => {
    const { png } = await resultOf(exportPng(nuclei, colours({}), 'colour', context, signal));
    const texts = readTexts(png);
    const { model, cells, recipe } = JSON.parse(texts.eosin ?? '');
    expect(model).toBeNull();
    expect(cells.id).toBe('cells-apart');
    expect(recipe).toEqual(colours({}));
    expect(texts.Description).toMatch(/^Cells told apart by cells-apart/);
  });
});

test('a dream inside the cells keeps to those that were found', async () => {
  const dream = { ...defaultRecipe.dream, mask: 'inside' as const, source: 'input' as const };
  const { ground, key, cells } = await resultOf(toDream(nuclei, { ...recipeOf(), dream }, context, signal));
  const found = await cellsOf(recipeOf());
  expect(ground.cells).toEqual(found.labels);
  expect(cells?.id).toBe('cells-apart');
  const mask = dreamMask(ground.grey, dream, ground.cells)!;
  const largest = found.measured.toSorted((a, b) => b.area - a.area)[0]!;
  const [x, y] = largest.centroid.map(Math.round) as [number, number]; // two
  expect(mask[y * found.labels.width + x]).toBeGreaterThan(0.9);
  const other = await resultOf(toDream(nuclei, { ...recipeOf({ threshold: 0.9 }), dream }, context, signal));
  expect(other.key).not.toBe(key);
});
