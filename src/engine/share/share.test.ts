import { expect, test } from 'vitest';
import { gifEncoder } from '../film/gif.ts';
import { bytesOf } from '../formats/opened-file.ts';
import { encodePng } from '../formats/png-write.ts';
import { tileWriter } from '../formats/tiff-tiles-write.ts';
import { encodeTiff } from '../formats/tiff-write.ts';
import { checkRecipe, defaultRecipe, type Recipe, type Stroke } from '../recipe.ts';
import { base } from './base.ts';
import { carriedBy } from './carried.ts';
import { LONGEST_LINK, linkEnd, recipeInLink, shortLink } from './link.ts';
import { recipeFile, recipeInFile } from './recipe-file.ts';
import type { SharedRecipe } from './shared-recipe.ts';

const PAGE = 'https://school.example/eosin/';
const dish = { kind: 'drawn', name: 'Dish 7', scene: 'dish', seed: 7 } as const;
const own = {
  kind: 'file',
  name: `${'cells '.repeat(20)}.tif`,
  sha256: '0123456789abcdef'.repeat(4),
} as const;

/** Every field otherwise than in base.ts. */
const other: Recipe = {
  version: 4,
  develop: {
    channel: 3,
    channels: [
      { shown: true, colour: [255, 0, 255], range: [120, 4095], gamma: 0.75 },
      { shown: false, colour: [0, 255, 0], range: null, gamma: 1 },
      { shown: true, colour: [0, 255, 255], range: [-0.25, 1.5], gamma: 2.5 },
    ],
    z: 'sharpest',
    time: 17,
    part: [1200, 340, 2048, 1024],
    scale: 0.5,
    low: 2.25,
    high: 97.5,
    gamma: 0.75,
    frame: 'crop',
    size: 512,
    zoom: 3.5,
    across: 0.125,
    down: 0.875,
  },
  edges: {
    thresholds: 'auto',
    low: 33,
    high: 121,
    sigma: 2.35,
    aperture: 7,
    norm: 'L1',
    strokes: [],
    channels: 'colour',
  },
  cells: {
    enabled: true,
    model: 'cells-of-my-own-with-a-long-name',
    least: 137,
    threshold: 0.35,
    diameter: 62.5,
    split: -0.25,
    strokes: [],
  },
  colour: {
    model: 'a-model-of-my-own-with-a-long-name',
    strength: 0.65,
    keepStructure: true,
    insideCells: true,
    palette: 'circularity',
    map: 'cividis',
    range: [0.25, 0.75],
    drawn: 'outlines',
  },
  dream: {
    enabled: true,
    source: 'input',
    model: 'inception-v3-imagenet',
    layers: {
      mixed0: 0.25,
      mixed1: 1.5,
      mixed2: 2.75,
      mixed3: 3.1,
      mixed4: 4.2,
      mixed5: 5.3,
      mixed6: 6.4,
      mixed7: 7.5,
      mixed8: 8.6,
    },
    objective: 'l2',
    normalise: 'meanAbsolute',
    steps: 137,
    octaveSteps: 55,
    stepSize: 0.0175,
    octaves: 5,
    octaveScale: 1.45,
    octavesAbove: 2,
    detail: 0.35,
    jitter: 77,
    tile: 640,
    smoothing: 'laplacian',
    smoothingSigma: 2.25,
    smoothingLevels: 5,
    totalVariation: 0.05,
    channels: { layer: 'mixed4', list: [1, 22, 333, 444, 555, 666] },
    mask: 'painted',
    strokes: [],
    keepColours: true,
    strength: 0.85,
    stopAtBest: true,
    seed: 4_294_967_295,
  },
};

const strokes = (many: number): Stroke[] =>
  Array.from({ length: many }, (_, i) => ({
    tool: 'pen',
    size: 3,
    points: Array.from({ length: 60 }, (_, k) => ((i * 7919 + k * 104_729) % 99_991) / 99_991),
  }));
const drawnOn = (recipe: Recipe, many: number): Recipe => ({
  ...recipe,
  edges: { ...recipe.edges, strokes: strokes(many) },
  cells: { ...recipe.cells, strokes: strokes(many).map((stroke) => ({ ...stroke, tool: 'cut' })) },
});

test.each([
  ['the defaults', defaultRecipe],
  ['every setting changed', other],
  ['something drawn', drawnOn(other, 3)],
])('a link brings back %s, and stays a link of plain letters', async (_, recipe) => {
  const shared: SharedRecipe = { picture: own, recipe };
  const end = await linkEnd(shared);
  expect(end).toMatch(/^#r=[\w-]+$/);
  expect(await recipeInLink(end)).toEqual(shared);
});

test('a link has under 2,000 characters, whatever is set; what was drawn is in it where there is room', async () => {
  for (const recipe of [defaultRecipe, other]) {
    const { link, leavesOutStrokes } = await shortLink(PAGE, { picture: own, recipe });
    expect(link.length).toBeLessThan(LONGEST_LINK);
    expect(leavesOutStrokes).toBe(false);
  }
  expect(await shortLink(PAGE, { picture: dish, recipe: drawnOn(defaultRecipe, 1) })).toMatchObject({
    leavesOutStrokes: false,
  });
  const { link, leavesOutStrokes } = await shortLink(PAGE, { picture: own, recipe: drawnOn(other, 40) });
  expect(leavesOutStrokes).toBe(true);
  expect(link.length).toBeLessThan(LONGEST_LINK);
  expect(await recipeInLink(new URL(link).hash)).toEqual({ picture: own, recipe: other });
});

test('tables of colours are left out where a link would be too long, and their brightest colours stand for them', async () => {
  const table = (seed: number) =>
    btoa(String.fromCharCode(...Array.from({ length: 768 }, (_, i) => (i * i * seed) % 256)));
  const channels = [7, 11, 13].map((seed) => ({
    shown: true,
    colour: table(seed),
    range: null,
    gamma: 1,
  }));
  const recipe: Recipe = { ...other, develop: { ...other.develop, channels } };
  const { link, leavesOutStrokes } = await shortLink(PAGE, { picture: own, recipe });
  expect(link.length).toBeLessThan(LONGEST_LINK);
  expect(leavesOutStrokes).toBe(false);
  const back = (await recipeInLink(new URL(link).hash)).recipe.develop.channels;
  expect(back?.[0]?.colour).toEqual([765, 766, 767].map((i) => (i * i * 7) % 256));
});

test('a link that somebody kept brings the same recipe for ever', async () => {
  // Made on 2026-11-29 of form 1; base.ts must never change.
  const kept =
    '#r=FYsxCoAwEAS_IlvHQhGE1P5CLMQ7NBgTSZQIIX_3Umwxw87cqYzTOIIGhTU5KLj1YsHJxKMZhePGrgoSUZFZ3mORkGnnCJ1hfYIeuqKweevfUN3lia1kNz_BtLf5ehlKWX4';
  expect(await recipeInLink(kept)).toEqual({
    picture: dish,
    recipe: checkRecipe({
      ...base,
      edges: { ...base.edges, low: 41 },
      colour: { ...base.colour, model: 'petri-pix2pix' },
    }),
  });
});

test('a link that is cut off, of another form, or without a fitting field says so', async () => {
  const end = await linkEnd({ picture: dish, recipe: other });
  for (const damaged of [end.slice(0, -9), '#r=', '#r=!!', `#r=${'A'.repeat(20_000)}`]) {
    await expect(recipeInLink(damaged)).rejects.toThrow(
      'The link is damaged: ask for it once more, and take care to copy all of it.',
    );
  }
  const wrong = { ...defaultRecipe, develop: { ...defaultRecipe.develop, gamma: 9 } };
  await expect(recipeInLink(await linkEnd({ picture: dish, recipe: wrong }))).rejects.toThrow(
    'The recipe does not fit. develop.gamma must be at most 4, not 9.',
  );
  const strange = { ...defaultRecipe, edges: { ...defaultRecipe.edges, magic: 1 } };
  await expect(recipeInLink(await linkEnd({ picture: dish, recipe: strange }))).rejects.toThrow(
    'there is no field edges.magic',
  );
  const nowhere = { kind: 'file', name: 'x.png', sha256: 'no hash' } as const;
  await expect(recipeInLink(await linkEnd({ picture: nowhere, recipe: other }))).rejects.toThrow(
    /picture does not fit.*sha256/,
  );
});

test('a file brings back a recipe with all that was drawn, and a file of another kind says what to do', () => {
  const shared: SharedRecipe = { picture: own, recipe: drawnOn(other, 40) };
  const text = recipeFile(shared);
  expect(recipeInFile('a.eosin.json', text)).toEqual(shared);
  expect(() => recipeInFile('a.eosin.json', text.slice(0, -5))).toThrow(/^a\.eosin\.json is damaged/);
  expect(() => recipeInFile('a.eosin.json', '{}')).toThrow(/^a\.eosin\.json: this is no recipe/);
  expect(() => recipeInFile('a.eosin.json', text.replace('"L1"', '"L3"'))).toThrow(
    /^a\.eosin\.json: .*edges\.norm/,
  );
});

const grey = { width: 2, height: 2, channels: 1, data: new Uint8Array(4) } as const;
const provenance = {
  software: 'Eosin 0.1.0',
  source: { name: 'cells.tif', fingerprint: `sha256:${own.sha256}` },
  recipe: other,
  model: { id: 'blood-stain', sha256: own.sha256 },
  dream: null,
  shows: 'colour',
};
const written = (said: object) => encodePng(grey, { eosin: JSON.stringify(said) });

test('a picture that Eosin wrote carries its recipe, the picture it was made of, and that a network painted it', async () => {
  expect(carriedBy(bytesOf(await written(provenance)))).toEqual({
    shared: [{ picture: { kind: 'file', name: 'cells.tif', sha256: own.sha256 }, recipe: other }],
    isGenerated: true,
    models: [provenance.model.id],
  });
  const drawn = { ...provenance, source: { name: 'Dish 7', fingerprint: 'drawn:dish:7' }, model: null };
  expect(carriedBy(bytesOf(await written(drawn)))).toEqual({
    shared: [{ picture: dish, recipe: other }],
    isGenerated: false,
    models: [],
  });
});

test('a label TIFF and a GIF carry the same, letters that are not ASCII included', async () => {
  const said = {
    ...provenance,
    source: { ...provenance.source, name: 'Zellen \u00b5.tif' },
    model: null,
    cells: provenance.model,
  };
  const texts = { Software: said.software, eosin: JSON.stringify(said) };
  const film = gifEncoder({
    width: 2,
    height: 2,
    framesPerSecond: 1,
    title: '',
    comment: texts.eosin,
    xmp: '',
  });
  await film.add({ width: 2, height: 2, channels: 3, data: new Uint8Array(12) }, 1);
  for (const bytes of [encodeTiff(new Uint16Array(6), 3, 2, [0.5, 0.5], texts), await film.finish()]) {
    expect(carriedBy(bytesOf(bytes))).toEqual({
      shared: [{ picture: { kind: 'file', name: 'Zellen \u00b5.tif', sha256: own.sha256 }, recipe: other }],
      isGenerated: true, // a network told its cells apart
      models: [provenance.model.id],
    });
    expect(carriedBy(bytesOf(bytes.subarray(0, 60)))).toBeNull();
  }
  expect(carriedBy(bytesOf(encodeTiff(new Uint16Array(6), 3, 2, null)))).toBeNull();
});

test('an OME-TIFF in tiles carries it in front of its pixels or behind, and no more of it is read than what says so', async () => {
  const { name } = provenance.source;
  const texts = {
    eosin: JSON.stringify({ ...provenance, source: { ...provenance.source, name: `<&> ${name}` } }),
  };
  const parts: [number, Uint8Array][] = [];
  const sink = { write: (at: number, bytes: Uint8Array) => void parts.push([at, bytes]) };
  const head = { width: 64, height: 48, channels: 3, tile: 16, pixelSizeUm: [0.5, 0.5], texts } as const;
  const tiff = await tileWriter(head, sink);
  for (let y = 0; y < 48; y += 16)
    for (let x = 0; x < 64; x += 16)
      await tiff.put({ width: 16, height: 16, channels: 3, data: new Uint8Array(768) }, x, y);
  await tiff.end();
  const whole = new Uint8Array(Math.max(...parts.map(([at, bytes]) => at + bytes.length)));
  for (const [at, bytes] of parts) whole.set(bytes, at);
  expect(carriedBy(bytesOf(whole))).toEqual({
    shared: [{ picture: { kind: 'file', name: `<&> ${name}`, sha256: own.sha256 }, recipe: other }],
    isGenerated: true,
    models: [provenance.model.id],
  });
  let read = 0;
  const far = {
    size: 2 ** 40,
    read(at: number, length: number) {
      read += length;
      return whole.slice(at, at + length);
    },
  };
  expect(carriedBy(far)?.isGenerated).toBe(true);
  expect(read).toBeLessThan(2 ** 20);
  expect(carriedBy(bytesOf(whole.subarray(0, whole.length - 40)))).toBeNull();
});

test('any other picture carries none, and one whose recipe does not fit neither', async () => {
  expect(carriedBy(bytesOf(await encodePng(grey)))).toBeNull();
  expect(carriedBy(bytesOf(await written({ ...provenance, recipe: {} })))).toBeNull();
  expect(carriedBy(bytesOf(Uint8Array.of(1, 2, 3)))).toBeNull();
  expect(carriedBy(bytesOf((await written(provenance)).subarray(0, 60)))).toBeNull();
});
