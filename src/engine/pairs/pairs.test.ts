import { expect, test } from 'vitest';
import { bytesOf } from '../formats/opened-file.ts';
import { readPng } from '../formats/png.ts';
import { encodePng } from '../formats/png-write.ts';
import { zip } from '../formats/zip.ts';
import type { Picture } from '../picture.ts';
import { randomFrom } from '../random.ts';
import { defaultRecipe } from '../recipe.ts';
import { fileSource, type Source } from '../source.ts';
import type { Layout } from './pair-image.ts';
import { jittered, type MadePair, makePairs, type PairsPlan, recordOf } from './pairs.ts';
import { readPairs, readZippedPairs } from './read-pairs.ts';
import { divided } from './split.ts';

const plan: PairsPlan = {
  recipe: { ...defaultRecipe, develop: { ...defaultRecipe.develop, size: 32 } },
  layout: 'AB',
  seed: 4,
};

/** Twelve pictures of 32 pixels: a bright square somewhere on a dark ground, both coloured. */
const sources: Source[] = Array.from({ length: 12 }, (_, n) => {
  const random = randomFrom(n);
  const [left, top] = [4 + Math.floor(14 * random()), 4 + Math.floor(14 * random())];
  const shades = [0, 1, 2].map(() => [60 * random(), 150 + 100 * random()] as const);
  const data = new Uint8Array(32 * 32 * 3);
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [Math.floor(i / 3) % 32, Math.floor(i / 96)];
    const isInside = x >= left && x < left + 9 && y >= top && y < top + 9;
    data[i] = shades[i % 3]![isInside ? 1 : 0]; // three shades
  }
  return fileSource(String(n), `picture-${n + 10}.png`, async () =>
    bytesOf(await encodePng({ width: 32, height: 32, channels: 3, data })),
  );
});

async function made(changes: Partial<PairsPlan> = {}): Promise<MadePair[]> {
  const all: MadePair[] = [];
  for await (const pair of makePairs(sources, { ...plan, ...changes }, new AbortController().signal))
    all.push(pair);
  return all;
}

async function filesOf(changes: Partial<PairsPlan> = {}) {
  const pairs = await made(changes);
  const files = new Map(pairs.map(({ path, png }) => [path, png]));
  const record = recordOf(
    { ...plan, ...changes },
    pairs.map((pair) => pair.made),
  );
  return { pairs, files, record };
}

test('a pair is one picture twice as wide as high: edges left and colours right, or the other way round', async () => {
  const [pair] = await made();
  const [turned] = await made({ layout: 'BA' });
  const { edges, colour } = pair!.pair; // there are twelve
  const pixel = async (png: Uint8Array<ArrayBuffer>, x: number, y: number) => {
    const { width, height, channels } = await readPng(png);
    expect([width, height, channels.length]).toEqual([64, 32, 3]);
    return channels.map(({ samples }) => samples[y * width + x]);
  };
  for (const [x, y] of [
    [0, 0],
    [13, 7],
    [31, 31],
  ] as const) {
    const i = y * 32 + x;
    const edge = [edges.data[i], edges.data[i], edges.data[i]];
    const painted = [...colour.data.subarray(3 * i, 3 * i + 3)];
    expect(await pixel(pair!.png, x, y)).toEqual(edge);
    expect(await pixel(pair!.png, 32 + x, y)).toEqual(painted);
    expect(await pixel(turned!.png, x, y)).toEqual(painted);
    expect(await pixel(turned!.png, 32 + x, y)).toEqual(edge);
  }
});

test('nine in ten go to train, one in ten to test, as the seed divides them', async () => {
  const pairs = await made();
  const { held } = divided(12, 4);
  expect(pairs.flatMap(({ path }, i) => (path.startsWith('test/') ? [i] : []))).toEqual(held);
  expect(pairs.filter(({ path }) => path.startsWith('train/'))).toHaveLength(11);
});

test('the pairs to learn from have jittered thresholds, those held out the recipe’s own', async () => {
  const pairs = await made();
  const { low, high } = plan.recipe.edges;
  const factors = pairs.map(({ made }) => made.low / low);
  for (const [i, { path, made }] of pairs.entries()) {
    expect(made.high / high).toBeCloseTo(factors[i]!, 10); // one for each pair
    if (path.startsWith('test/')) expect(made).toMatchObject({ low, high });
  }
  const learnt = factors.filter((factor) => factor !== 1);
  expect(new Set(learnt).size).toBe(11);
  expect(Math.min(...learnt)).toBeGreaterThanOrEqual(0.7);
  expect(Math.max(...learnt)).toBeLessThanOrEqual(1.4);
  expect(await made()).toEqual(pairs);
  expect((await made({ seed: 5 }))[0]!.made.low).not.toBe(pairs[0]!.made.low); // there are twelve
});

test('automatic thresholds are the picture’s own before they are jittered', () => {
  const grey: Picture = {
    width: 8,
    height: 8,
    channels: 1,
    data: Uint8Array.from({ length: 64 }, (_, i) => (i % 8) * 30),
  };
  const auto = { ...plan.recipe.edges, thresholds: 'auto' } as const;
  const plain = jittered(grey, auto, null);
  const moved = jittered(grey, auto, randomFrom(1));
  expect(plain.thresholds).toBe('fixed');
  expect(moved.high).not.toBe(plain.high);
  expect(moved.low / plain.low).toBeCloseTo(moved.high / plain.high, 10);
});

test.each<Layout>([
  'AB',
  'BA',
])('a data set comes back from a folder and from a ZIP as it was made, %s', async (layout) => {
  const { pairs, files, record } = await filesOf({ layout });
  const folder = new Map([...files, ['pairs.json', record]]);
  const zipped = await zip(new Map([...folder].map(([path, bytes]) => [`set/${path}`, bytes])));
  for (const set of [await readPairs('set', folder), await readZippedPairs('set.zip', zipped)]) {
    expect(set.learnt.map(({ name, ...pair }) => ({ name, pair }))).toEqual(
      pairs.flatMap(({ path, pair }) => (path.startsWith('train/') ? [{ name: path.slice(6), pair }] : [])),
    );
    expect(set.held).toHaveLength(1);
  }
});

test('a data set of another maker, without a record and with blurred edges, shows how it lies', async () => {
  const [{ pair }] = (await made()) as [MadePair]; // there are twelve
  const grey = pair.edges.data.map((value) => (value === 255 ? 230 : 20));
  const data = new Uint8Array(64 * 32 * 3);
  for (let i = 0; i < 32 * 32; i++) {
    const at = 3 * (64 * Math.floor(i / 32) + (i % 32));
    data.set(pair.colour.data.subarray(3 * i, 3 * i + 3), at);
    data.fill(grey[i]!, at + 96, at + 99); // one for each pixel
  }
  const files = new Map([
    ['facades/train/1.png', await encodePng({ width: 64, height: 32, channels: 3, data })],
  ]);
  const { learnt } = await readPairs('facades', files);
  expect(learnt).toEqual([{ name: '1.png', ...pair }]);
});

test('what cannot become a data set ends in one sentence that names it', async () => {
  const run = async (some: Parameters<typeof makePairs>[0]) => {
    for await (const _ of makePairs(some, plan, new AbortController().signal));
  };
  await expect(run(sources.slice(0, 1))).rejects.toThrow('at least 2 coloured pictures; there is one.');
  const broken = fileSource('x', 'notes.txt', async () => bytesOf(new TextEncoder().encode('hello')));
  await expect(run([sources[0]!, broken])).rejects.toThrow(/^notes\.txt /); // there are twelve
  const square = await encodePng({ width: 64, height: 64, channels: 3, data: new Uint8Array(64 * 64 * 3) });
  await expect(readPairs('set', new Map([['train/a.png', square]]))).rejects.toThrow(
    /^train\/a\.png is 64 x 64; /,
  );
  await expect(readPairs('set', new Map([['a.png', square]]))).rejects.toThrow(/^set holds no pairs/);
  await expect(readZippedPairs('set.zip', Uint8Array.of(1, 2))).rejects.toThrow(/^set\.zip is damaged: /);
});

test('two pictures of one name become two pairs', async () => {
  const twins = [0, 1].map((i) => ({ ...sources[i]!, name: `${i}/Dish.png` })); // there are twelve
  const paths: string[] = [];
  for await (const { path } of makePairs(twins, plan, new AbortController().signal))
    paths.push(path.slice(path.indexOf('/')));
  expect(paths).toEqual(['/Dish.png', '/Dish-2.png']);
});

test('an abort ends it before the next picture', async () => {
  const controller = new AbortController();
  const making = makePairs(sources, plan, controller.signal);
  await making.next();
  controller.abort();
  await expect(making.next()).rejects.toThrow(/abort/i);
});
