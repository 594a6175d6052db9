import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTensors } from '../../../test/golden/inception/reference.ts';
import { startWasm } from '../../../test/wasm.ts';
import { type Cache, createCache } from '../cache.ts';
import type { DreamNet } from '../models/dream-net.ts';
import { backwardFilters } from '../nets/inception-v3-filters.ts';
import { grey } from '../ops/grey.ts';
import type { Picture } from '../picture.ts';
import { type DreamRecipe, defaultDream } from '../recipe.ts';
import { type DreamEvent, type Dreamed, type DreamGround, dream } from './dream.ts';

/** A small network of the same topology with random weights. */
const { tensors } = readTensors(new URL('../../../test/golden/inception/twin.safetensors', import.meta.url));
let net: DreamNet;
let before: number;

beforeAll(async () => {
  await startWasm();
  const units = [...tensors].filter(([name]) => name.startsWith('unit_'));
  const weights = new Map(units.map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]));
  const unused = { manifest: {} as DreamNet['manifest'], reach: async () => {}, dispose: () => {} }; // a dream asks neither
  net = { weights, filters: backwardFilters(weights), sha256: 'twin', ...unused };
  await dreamt({ layers: { mixed8: 1 }, octaves: 1, steps: 1 }); // the filters are made once and stay
  before = tf.memory().numTensors;
});
afterAll(() => {
  expect(tf.memory().numTensors).toBe(before);
  net.filters.dispose();
  tf.dispose([...net.weights.values()]);
  expect(tf.memory().numTensors).toBe(0);
});

/** Discs on a ground, RGB. */
function discs(side: number): Picture {
  const data = Uint8Array.from({ length: side * side * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % side, Math.floor(i / 3 / side)];
    const isIn = Math.hypot((x % 48) - 24, (y % 48) - 24) < 14;
    return isIn ? 90 + 30 * (i % 3) : 210;
  });
  return { width: side, height: side, channels: 3, data };
}

function groundOf(picture: Picture): DreamGround {
  const edges = { sigma: 1.4, aperture: 3, norm: 'L2', low: 30, high: 80 } as const;
  return { picture, grey: grey(picture), edges, cells: null, guide: null };
}

const small: DreamRecipe = {
  ...defaultDream,
  octaves: 2,
  octaveScale: 1.2,
  octaveSteps: 2,
  steps: 2,
  jitter: 4,
  layers: { mixed5: 1 },
};

interface Told {
  readonly events: readonly DreamEvent[];
  /** How often it gave way without telling anything. */
  readonly breaths: number;
  readonly end: Dreamed;
}

async function dreamt(
  change: Partial<DreamRecipe>,
  {
    cache = createCache(2 ** 28),
    limit = 500,
    stopAfter = 500,
    ground = groundOf(discs(96)),
  }: {
    cache?: Cache;
    limit?: number;
    stopAfter?: number;
    ground?: DreamGround;
  } = {},
): Promise<Told> {
  const abort = new AbortController();
  const events: DreamEvent[] = [];
  let ticks = 0;
  let breaths = 0;
  const clock = { cache, now: () => ticks++ }; // a second each time that it is looked at
  const steps = dream(ground, 'ground', { ...small, ...change }, net, clock, abort.signal, limit);
  let step = await steps.next();
  for (; !step.done; step = await steps.next()) {
    if (step.value) events.push(step.value);
    else breaths++;
    if (events.length === stopAfter) abort.abort(new Error('stopped'));
  }
  return { events, breaths, end: step.value };
}

/** The indices of the frames that were made. */
const made = ({ events }: Told) =>
  events.flatMap((event) => (event.type === 'frame' ? [event.figures?.index ?? 'look'] : []));

describe('a dream', () => {
  test('gives a frame with figures for each step, and the last frame as its picture', async () => {
    const told = await dreamt({});
    expect(told.events[0]).toMatchObject({
      type: 'ascent',
      kept: [],
      begun: { input: { precision: 1, recall: 1 } },
    });
    expect(made(told)).toEqual([1, 2, 3, 4]);
    const last = told.events.at(-1);
    expect(last).toMatchObject({
      figures: {
        octave: 2,
        octaves: 2,
        step: 2,
        steps: 2,
        activations: { mixed5: expect.any(Number) },
        seconds: expect.any(Number),
      },
    });
    expect(last?.type === 'frame' && last.picture.data).toEqual(told.end.picture.data);
    expect(told.end.picture.data).not.toEqual(discs(96).data);
    const seconds = told.events.map((event) => (event.type === 'frame' && event.figures?.seconds) || 0);
    expect(Math.min(...seconds.slice(1))).toBeGreaterThan(0);
    expect(told.end).toMatchObject({ cached: false, seconds: seconds.reduce((sum, one) => sum + one, 0) });
  });

  test('with more steps goes on from where it stands, and ends as if they had been asked for at once', async () => {
    const cache = createCache(2 ** 28);
    await dreamt({}, { cache });
    const more = await dreamt({ steps: 4 }, { cache });
    expect(made(more)).toEqual([5, 6]);
    expect(more.events[0]).toMatchObject({ kept: [{ index: 1 }, { index: 2 }, { index: 3 }, { index: 4 }] });
    expect(more.end.picture.data).toEqual((await dreamt({ steps: 4 })).end.picture.data);
  });

  test('with fewer steps shows the kept frame, and takes no step', async () => {
    const cache = createCache(2 ** 28);
    const four = await dreamt({ steps: 4 }, { cache });
    const one = await dreamt({ steps: 1 }, { cache });
    expect(made(one)).toEqual([]);
    expect(one.end.cached).toBe(true);
    const frame = four.events.find((event) => event.type === 'frame' && event.figures?.index === 3);
    expect(frame?.type === 'frame' && frame.picture.data).toEqual(one.end.picture.data);
  });

  test('that was stopped goes on where it stood', async () => {
    const cache = createCache(2 ** 28);
    await expect(dreamt({}, { cache, stopAfter: 3 })).rejects.toThrow('stopped');
    expect(tf.memory().numTensors).toBe(before);
    const rest = await dreamt({}, { cache });
    expect(made(rest)).toEqual([3, 4]);
    expect(rest.end.picture.data).toEqual((await dreamt({})).end.picture.data);
  });

  test('takes single steps', async () => {
    const cache = createCache(2 ** 28);
    expect(made(await dreamt({}, { cache, limit: 1 }))).toEqual([1]);
    const second = await dreamt({}, { cache, limit: 1 });
    expect(made(second)).toEqual([2]);
    const frame = second.events.at(-1);
    expect(frame?.type === 'frame' && frame.picture.data).toEqual(second.end.picture.data);
    expect((await dreamt({}, { cache, limit: 0 })).end.picture.data).toEqual(second.end.picture.data);
  });

  test('begins with a quick look where its first octave is large', async () => {
    const told = await dreamt({ octaves: 1 }, { ground: groundOf(discs(192)) });
    expect(made(told)).toEqual(['look', 1, 2]);
  });

  test('measures its ground once, whatever it is asked for', async () => {
    const cache = createCache(2 ** 28);
    const measured: string[] = [];
    const noted: Cache = {
      ...cache,
      put(key, value, bytes) {
        if (key.startsWith('ruler')) measured.push(key);
        cache.put(key, value, bytes);
      },
    };
    const [first] = (await dreamt({}, { cache: noted })).events;
    const [again] = (await dreamt({ stepSize: 0.02 }, { cache: noted })).events;
    expect(first?.type === 'ascent' && again?.type === 'ascent' && again.begun).toEqual(
      first?.type === 'ascent' && first.begun,
    );
    expect(measured).toEqual(['ruler ground']);
  });

  test('keeps the colours, or lets the picture shine through, without a new step', async () => {
    const cache = createCache(2 ** 28);
    const full = await dreamt({}, { cache });
    const none = await dreamt({ strength: 0 }, { cache });
    expect(none.end.picture.data).toEqual(discs(96).data);
    const kept = await dreamt({ keepColours: true }, { cache });
    expect(kept.end.picture.data).not.toEqual(full.end.picture.data);
    expect([made(none), made(kept)]).toEqual([[], []]);
  });

  test('changes nothing outside its mask', async () => {
    const picture = discs(96);
    const stroke = { tool: 'pen', size: 20, points: [0.25, 0.25] } as const;
    const { end } = await dreamt({
      detail: 0,
      mask: 'painted',
      strokes: [{ ...stroke, points: [...stroke.points] }],
    });
    const changed = Array.from(end.picture.data).flatMap((value, i) => {
      const [x, y] = [Math.floor(i / 3) % 96, Math.floor(i / 3 / 96)];
      return value === picture.data[i] ? [] : [Math.hypot(x - 24, y - 24)];
    });
    expect(changed.length).toBeGreaterThan(100);
    expect(Math.max(...changed)).toBeLessThan(10 + 8);
  });
});

describe('two jobs that dream the same', () => {
  /** Goes on with one of several jobs, as `turn` chooses, until all are done; the first has begun before the others. */
  async function interleaved(
    asks: readonly { recipe?: Partial<DreamRecipe>; limit?: number }[],
    turn: (i: number) => number,
    lead = 1,
  ): Promise<Told[]> {
    const cache = createCache(2 ** 28);
    const { signal } = new AbortController();
    const context = { cache, now: () => 0 };
    const ground = groundOf(discs(96));
    const jobs = asks.map(({ recipe = {}, limit = 500 }) => ({
      steps: dream(ground, 'ground', { ...small, ...recipe }, net, context, signal, limit),
      told: { events: [] as DreamEvent[], breaths: 0 },
      end: null as Dreamed | null,
    }));
    for (let i = 0; jobs.some(({ end }) => end === null); ) {
      const open = jobs.filter(({ end }) => end === null);
      const isAhead = jobs[0]?.told.events.filter(({ type }) => type === 'frame').length === lead || i > 0;
      const job = open[isAhead ? turn(i++) % open.length : 0];
      const step = await job?.steps.next();
      if (!job || !step) throw new Error('there is a job');
      if (step.done) job.end = step.value;
      else if (step.value) job.told.events.push(step.value);
    }
    return jobs.map(({ told, end }) => ({ ...told, end: end as Dreamed })); // all have ended
  }

  test.each<[about: string, turn: (i: number) => number]>([
    ['step by step', (i) => i],
    ['one much more often', (i) => (i % 7 === 0 ? 1 : 0)],
    ['one in the middle of the other', (i) => (i < 30 ? 0 : 1)],
  ])('end where each would have ended alone: %s', async (_, turn) => {
    const alone = await dreamt({ steps: 3 });
    const short = await dreamt({ steps: 1 });
    const [film, step, shorter] = await interleaved(
      [{ recipe: { steps: 3 } }, { recipe: { steps: 3 }, limit: 1 }, { recipe: { steps: 1 } }],
      turn,
    );
    expect(film?.end.index).toBe(5);
    expect(film?.end.picture.data).toEqual(alone.end.picture.data);
    const frames = alone.events.filter((event) => event.type === 'frame');
    const index = step?.end.index ?? 0;
    expect(index).toBeGreaterThan(0);
    expect(step?.end.picture.data).toEqual(frames[index - 1]?.picture.data);
    expect(shorter?.end.index).toBe(3);
    expect(shorter?.end.picture.data).toEqual(short.end.picture.data);
  });

  test('the second goes on from where the first has come to, and tells what that measured', async () => {
    const [first, second] = await interleaved([{}, {}], (i) => (i < 3 ? 1 : i < 400 ? 0 : 1), 0);
    expect(made(first as Told)).toEqual([1, 2, 3, 4]);
    expect(made(second as Told)).toEqual([]);
    const told = second?.events.flatMap((event) => (event.type === 'ascent' ? [event.kept.length] : []));
    expect(told).toEqual([0, 4]);
    expect(second?.end.cached).toBe(true);
  });
});

test('octaves that take too much memory are refused before anything is dreamed, in a sentence that says what would do', async () => {
  const ground = groundOf(discs(1024));
  const large = dreamt({ octaves: 8, octaveScale: 2, octavesAbove: 3 }, { ground });
  await expect(large).rejects.toThrow(
    /^The largest octave would be 8192 × 8192 px .+; one octave above the size or .+ would do\.$/,
  );
});

test('a picture of nine windows gives way after each block of each window', async () => {
  const ground = groundOf(discs(320));
  const one = await dreamt({ octaves: 1, steps: 1, tile: 512, jitter: 0 }, { ground });
  const nine = await dreamt({ octaves: 1, steps: 1, tile: 160, jitter: 0 }, { ground });
  const look = one.breaths / 3; // two steps of the first look and one of the dream
  expect(look).toBeGreaterThan(12);
  expect(nine.breaths).toBeGreaterThanOrEqual(2 * look + 9 * look);
});
