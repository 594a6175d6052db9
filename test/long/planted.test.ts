import { describe, expect, test } from 'vitest';
import { sourceOnDisk } from '../../src/cli/source-on-disk.ts';
import type { FoundCells } from '../../src/engine/cells/found-cells.ts';
import { measures } from '../../src/engine/cells/measures.ts';
import { cellReport } from '../../src/engine/lens/cell-lens.ts';
import { edgeReport } from '../../src/engine/lens/edge-lens.ts';
import { type Generated, generatedOf } from '../../src/engine/lens/generated.ts';
import type { Place } from '../../src/engine/lens/places.ts';
import { type Labels, type Picture, planesOf } from '../../src/engine/picture.ts';
import { randomFrom } from '../../src/engine/random.ts';
import type { Recipe } from '../../src/engine/recipe.ts';
import { drawnSource, madeSource, type Source } from '../../src/engine/source.ts';
import { startingRecipe } from '../../src/engine/starting-recipe.ts';
import { resultOf } from '../../src/engine/steps/result-of.ts';
import { lensRoom } from '../lens-room.ts';
import { manifestOf } from '../models.ts';
import { drawDisc, planted } from '../planted.ts';

// Cells that a "generator" adds and takes away, in the pictures themselves and in those that a shipped model has coloured with the
// lightness kept: the lens must find them, and nothing else.

const { root, context, signal } = lensRoom();
const sample = (file: string) => sourceOnDisk(`${root}public/samples/${file}`, file);

const pictures: readonly [name: string, source: Source, model: string][] = [
  ['a pale smear', sample('smear_b_113.png'), 'blood-smear'],
  ['nuclei', sample('fluo_d6a880b1f6.png'), 'nuclei-area'],
  ['drawn nuclei 1', drawnSource('nuclei 1', 'drawn', 'nuclei', 1), 'nuclei-area'],
  ['drawn nuclei 2', drawnSource('nuclei 2', 'drawn', 'nuclei', 2), 'nuclei-area'],
  ['drawn nuclei 3', drawnSource('nuclei 3', 'drawn', 'nuclei', 3), 'nuclei-area'],
  ['drawn nuclei 4', drawnSource('nuclei 4', 'drawn', 'nuclei', 4), 'nuclei-area'],
  ['a drawn smear 2', drawnSource('smear 2', 'drawn', 'smear', 2), 'blood-smear'],
];

/** What the lens is shown of a picture: a recipe whose model keeps the lightness, and cells in the picture. */
async function shown(source: Source, model: string) {
  const start = startingRecipe(await manifestOf(model));
  const recipe: Recipe = {
    ...start,
    cells: { ...start.cells, enabled: true },
    colour: { ...start.colour, keepStructure: true },
  };
  const made = await resultOf(generatedOf(source, recipe, 'colour', context, signal));
  return { recipe, made, cells: made.cells as Labels }; // the recipe asks for them
}

const report = async (source: Source, recipe: Recipe, made: Pick<Generated, 'input' | 'picture'>) => ({
  edges: edgeReport(made, recipe),
  cells: await resultOf(cellReport(source, recipe, made, context, signal)),
});

/** How far cells shine, by the model of their kind, in pixels. */
const HALO: Record<string, number> = { 'blood-smear': 3, 'nuclei-area': 6 };

/** How many of what was planted was found, and how much of what was found was planted. */
interface Score {
  planted: number;
  recalled: number;
  found: number;
  true: number;
}
const none = (): Score => ({ planted: 0, recalled: 0, found: 0, true: 0 });

interface Thing {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Whether a box reaches the outline of a round thing, within 4 px. */
const isAt = ([left, top, right, bottom]: Place['box'], { x, y, radius }: Thing) => {
  const reach = radius + 4;
  return left >= x - reach && right <= x + reach && top >= y - reach && bottom <= y + reach;
};

function score(total: Score, things: readonly Thing[], boxes: readonly Place['box'][]): void {
  total.planted += things.length;
  total.recalled += things.filter((thing) => boxes.some((box) => isAt(box, thing))).length;
  total.found += boxes.length;
  total.true += boxes.filter((box) => things.some((thing) => isAt(box, thing))).length;
}

const removedCells = ({ data, width }: Labels, labels: readonly number[]): Thing[] =>
  labels.map((label) => {
    const own = [...data.keys()].filter((i) => data[i] === label);
    const mean = (of: (i: number) => number) => own.reduce((sum, i) => sum + of(i), 0) / own.length;
    const [x, y] = [mean((i) => i % width), mean((i) => Math.floor(i / width))];
    const far = own.map((i) => Math.hypot((i % width) - x, Math.floor(i / width) - y));
    return { x, y, radius: Math.max(...far) };
  });

/** In pixels of the label map. */
const boxesOf = ({ labels: map }: FoundCells, labels: readonly number[]) => {
  const measured = measures(map);
  return labels.map((label) => measured[label - 1]!.box); // labels are 1..count
};

describe('cells that are planted into pictures and taken out of them', () => {
  const scores = { edgesAdded: none(), edgesRemoved: none(), cellsAdded: none(), cellsRemoved: none() };

  for (const [name, source, model] of pictures) {
    test(`${name}: nothing is lost or invented where nothing changed`, async () => {
      const { recipe, made } = await shown(source, model);
      const { edges, cells } = await report(source, recipe, { input: made.input, picture: made.input });
      expect(edges.changes.lost.share + edges.changes.invented.share).toBe(0);
      expect(edges.ssim).toBeCloseTo(1, 12);
      expect(cells.sentence).toMatch(/^None of \d+ cells changed .* none is lost, none is invented\.$/);
      expect(cells.areas.limits).toEqual([0, 0]);
    });

    test(`${name}: what was planted is found`, async () => {
      const { recipe, made, cells } = await shown(source, model);
      for (const base of [made.input, made.picture]) {
        const { picture, added, removed } = planted(base, cells, {
          seed: 5,
          most: 4,
          halo: HALO[model] ?? 0,
        });
        expect(added.length + removed.length).toBeGreaterThan(2);
        const found = await report(source, recipe, { input: made.input, picture });
        const gone = removedCells(cells, removed);
        const { lost, invented } = found.edges.changes;
        score(
          scores.edgesAdded,
          added,
          invented.places.map(({ box }) => box),
        );
        score(
          scores.edgesRemoved,
          gone,
          lost.places.map(({ box }) => box),
        );
        score(scores.cellsAdded, added, boxesOf(found.cells.generated, found.cells.changes.invented));
        score(scores.cellsRemoved, gone, boxesOf(found.cells.input, found.cells.changes.lost));
      }
    });
  }

  test('as edges and as cells with a recall and a precision of 0.9', () => {
    for (const one of Object.values(scores)) {
      expect(one.planted).toBeGreaterThan(15);
      expect(one.recalled / one.planted, JSON.stringify(scores)).toBeGreaterThanOrEqual(0.9);
      expect(one.true / one.found, JSON.stringify(scores)).toBeGreaterThanOrEqual(0.9);
    }
  });
});

describe('areas of cells that grew and shrank', () => {
  const SIDE = 256;
  const places = Array.from({ length: 16 }, (_, i) => ({
    x: 34 + 62 * (i % 4),
    y: 34 + 62 * Math.floor(i / 4),
  }));
  /** Bright discs on a dark ground under some noise, each of its own size. */
  const field = (radii: readonly number[]): Picture => {
    const random = randomFrom(1);
    const data = Uint8Array.from({ length: 3 * SIDE * SIDE }, () => 20 + 6 * random());
    const picture: Picture = { width: SIDE, height: SIDE, channels: 3, data };
    for (const [i, place] of places.entries())
      drawDisc(picture, { ...place, radius: radii[i]! }, [170, 170, 170]);
    return picture;
  };
  /** Pixels whose middle lies in a disc. */
  const pixels = ({ x, y }: { x: number; y: number }, radius: number) =>
    [...Array(SIDE * SIDE).keys()].filter(
      (i) => Math.hypot((i % SIDE) - x, Math.floor(i / SIDE) - y) <= radius,
    ).length;
  const factors = [0.7, 0.8, 0.95, 1, 1.05, 1.08, 1.15, 1.3];

  test('come back within 2 %, and those that changed by more than a tenth are named', async () => {
    const radii = places.map((_, i) => 15 + (i % 4));
    const grown = radii.map((radius, i) => radius * Math.sqrt(factors[i % factors.length]!));
    const [input, picture] = [field(radii), field(grown)];
    const source = madeSource('discs', 'discs', async () => planesOf(input), 'discs');
    const { recipe } = await shown(sample('fluo_d6a880b1f6.png'), 'nuclei-area');
    const whole = { ...recipe, develop: { ...recipe.develop, frame: 'fit' as const } };
    const {
      changes,
      areas,
      input: found,
    } = await resultOf(cellReport(source, whole, { input, picture }, context, signal));
    expect(changes.pairs).toHaveLength(places.length);
    const errors = places.map((place, i) => {
      const label = found.labels.data[SIDE * place.y + place.x]; // labels count from the top, not as these places do
      const pair = changes.pairs.find((one) => one.input === label)!; // all are paired
      const planted = pixels(place, grown[i]!) / pixels(place, radii[i]!); // as many as places
      return pair.generatedArea / pair.area / planted - 1;
    });
    for (const off of errors) expect(Math.abs(off), JSON.stringify(errors)).toBeLessThan(0.02);
    expect(changes.changed).toHaveLength(8); // 0.7, 0.8, 1.15 and 1.3, each twice
    expect(areas.points.every(({ mean }) => mean > 300)).toBe(true);
  });
});
