import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { sourceOnDisk } from '../../src/cli/source-on-disk.ts';
import { type Generated, generatedOf } from '../../src/engine/lens/generated.ts';
import { between, passSeeds, sureness } from '../../src/engine/lens/sureness.ts';
import type { Picture } from '../../src/engine/picture.ts';
import type { Recipe } from '../../src/engine/recipe.ts';
import { drawnSource, type Source } from '../../src/engine/source.ts';
import { startingRecipe } from '../../src/engine/starting-recipe.ts';
import { resultOf } from '../../src/engine/steps/result-of.ts';
import { lensRoom } from '../lens-room.ts';
import { manifestOf } from '../models.ts';

// How sure a generator is, on a drawn smear; and whether that says where it errs, on tiles that no model has learnt from, beside
// the repository.

const { context, signal } = lensRoom();
const tiles = fileURLToPath(new URL('../../../shared/data/cells/', import.meta.url));
const painted = (source: Source, recipe: Recipe) =>
  resultOf(generatedOf(source, recipe, 'colour', context, signal));
const sure = (source: Source, recipe: Recipe, made: Generated, seeds: readonly [number, ...number[]]) =>
  resultOf(sureness(source, recipe, made, seeds, context, signal));

describe('how sure a generator is', () => {
  const source = drawnSource('smear', 'drawn', 'smear', 12);

  test('is the same map for the same seeds, and exactly 0 for one seed twice', async () => {
    const recipe = startingRecipe(await manifestOf('blood-smear'));
    const made = await painted(source, recipe);
    for (const seed of [0, 7]) {
      const { deviation, mean } = await sure(source, recipe, made, [seed, seed]);
      expect(mean).toBe(0);
      expect(deviation.every((value) => value === 0)).toBe(true);
    }
    const twice = [await sure(source, recipe, made, [0, 1, 2]), await sure(source, recipe, made, [0, 1, 2])];
    expect(twice[0]).toEqual(twice[1]);
    expect(twice[0]!.mean).toBeGreaterThan(0.1);
  });

  test('is 0 between a model and itself, and more between two models', async () => {
    const [one, other] = [await manifestOf('blood-smear'), await manifestOf('blood-stain')];
    const recipe = startingRecipe(one);
    const made = await painted(source, recipe);
    const theirs = await painted(source, { ...recipe, colour: { ...recipe.colour, model: other.id } });
    expect(between(made.picture, made.picture).mean).toBe(0);
    expect(between(made.picture, theirs.picture).mean).toBeGreaterThan(1);
  });

  test('follows the strength: a picture that is half its input is half as unsure', async () => {
    const recipe = startingRecipe(await manifestOf('blood-smear'));
    const half = { ...recipe, colour: { ...recipe.colour, strength: 0.5 } };
    const [all, some] = [
      await sure(source, recipe, await painted(source, recipe), [0, 1, 2]),
      await sure(source, half, await painted(source, half), [0, 1, 2]),
    ];
    expect(some.mean / all.mean).toBeCloseTo(0.5, 1);
  });
});

/** Side of the blocks that are compared, in pixels. */
const BLOCK = 8;

function blocks(values: (i: number) => number, width: number, height: number): number[] {
  const out: number[] = [];
  for (let top = 0; top + BLOCK <= height; top += BLOCK) {
    for (let left = 0; left + BLOCK <= width; left += BLOCK) {
      let sum = 0;
      for (let y = top; y < top + BLOCK; y++)
        for (let x = left; x < left + BLOCK; x++) sum += values(y * width + x);
      out.push(sum / BLOCK ** 2);
    }
  }
  return out;
}

function ranks(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((a, b) => values[a]! - values[b]!);
  const out = new Array<number>(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]!] === values[order[from]!]) to++;
    for (let i = from; i <= to; i++) out[order[i]!] = (from + to) / 2; // ties share their ranks
    from = to + 1;
  }
  return out;
}

/** Spearman's rank correlation. */
function spearman(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [ranks(a), ranks(b)];
  const mean = (x.length - 1) / 2;
  const sum = (f: (i: number) => number) => x.reduce((total, _, i) => total + f(i), 0);
  return (
    sum((i) => (x[i]! - mean) * (y[i]! - mean)) /
    Math.sqrt(sum((i) => (x[i]! - mean) ** 2) * sum((i) => (y[i]! - mean) ** 2))
  );
}

/**
 * A picture's colours with mean and standard deviation of another's, each of red, green and blue: the model paints one stain
 * whatever the source's was, and where the stain differs that is no error of a place.
 */
function inStainOf({ data, width, height }: Picture, other: Picture): Float32Array {
  const out = new Float32Array(data.length);
  const count = width * height;
  for (let c = 0; c < 3; c++) {
    const [own, theirs] = [data, other.data].map((values) => {
      let [sum, squares] = [0, 0];
      for (let i = c; i < values.length; i += 3) {
        sum += values[i]!;
        squares += values[i]! ** 2;
      }
      return { mean: sum / count, deviation: Math.sqrt(squares / count - (sum / count) ** 2) };
    }) as [{ mean: number; deviation: number }, { mean: number; deviation: number }]; // two in, two out
    for (let i = c; i < data.length; i += 3)
      out[i] = theirs.mean + ((data[i]! - own.mean) * theirs.deviation) / own.deviation;
  }
  return out;
}

/** Of which source, how many tiles, and what the truth of a tile is. */
const held = [
  [
    // The model was taught these tiles themselves.
    'the first source as they are',
    { begins: 'smear_a_', count: 14, truthOf: ({ input }: Generated) => input.data },
  ],
  [
    // It was taught the second source in the stain of the first.
    "both sources in the painting's stain",
    { begins: 'smear_', count: 12, truthOf: ({ input, picture }: Generated) => inStainOf(input, picture) },
  ],
] as const;

describe.runIf(existsSync(tiles) || process.env.CI === 'true')('on tiles kept apart from training', () => {
  test.each(
    held,
  )('the map tells where smears of %s are painted wrongly: Spearman above 0.3', async (_, of) => {
    const names = readFileSync(`${tiles}index.csv`, 'utf8')
      .split('\n')
      .filter((line) => line.includes('blood-smear,test') && line.startsWith(of.begins))
      .map((line) => line.split(',')[0]!); // the first column
    const recipe = startingRecipe(await manifestOf('blood-smear'));
    const each: number[] = [];
    const [allMaps, allErrors]: [number[], number[]] = [[], []];
    const step = names.length / of.count;
    for (const name of Array.from({ length: of.count }, (_, i) => names[Math.floor(i * step)]!)) {
      const source = sourceOnDisk(tiles + name, name);
      const made = await painted(source, recipe);
      const { deviation, width, height } = await sure(source, recipe, made, passSeeds);
      const truth = of.truthOf(made);
      const off = (i: number) =>
        [0, 1, 2].reduce((sum, c) => sum + Math.abs(made.picture.data[3 * i + c]! - truth[3 * i + c]!), 0) /
        3;
      const map = blocks((i) => deviation[i]!, width, height);
      const errors = blocks(off, width, height);
      each.push(spearman(map, errors));
      allMaps.push(...map);
      allErrors.push(...errors);
    }
    const mean = each.reduce((sum, one) => sum + one, 0) / each.length;
    expect(mean).toBeGreaterThan(0.3);
    expect(spearman(allMaps, allErrors)).toBeGreaterThan(0.3);
  });
});
