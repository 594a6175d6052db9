import { describe, expect, test, vi } from 'vitest';
import type { DreamFigures } from '../engine/dream/figures.ts';
import { StudioError } from '../engine/errors.ts';
import { keepFitting } from './fitting.ts';
import { smear } from './manifest.fixture.ts';
import { drawn, engine } from './rendering.fixture.ts';
import { keepRendering } from './rendering.ts';
import { createStudio } from './studio.ts';

function running() {
  const studio = createStudio();
  const { jobs, latest } = engine();
  const shown = new Map<string, number | undefined>();
  const rendering = keepRendering(
    studio,
    { latest },
    {
      show: ({ stage, picture: { data } }) => shown.set(stage, data[0]),
      film: ({ data }) => shown.set('dream', data[0]),
      cutFilm: () => {},
      clear: (stage) => (stage ? shown.delete(stage) : shown.clear()),
    },
  );
  const state = () => studio.getState();
  state().modelsFound([smear]);
  state().chooseModel(smear);
  state().addPictures([{ source: drawn('a'), suits: 'smear' }]);
  state().deviceChosen({ backend: 'wasm', name: 'WASM', software: false, skipped: [], rebuilt: 0 });
  const job = (i: number) => {
    const one = jobs[i];
    if (!one) throw new Error(`there is no job ${i}, only ${jobs.length}`);
    return one;
  };
  const states = () => {
    const { develop, edges, colour } = state().stages; // none of these recipes dreams
    return [develop, edges, colour].map((stage) => stage.state);
  };
  return { studio, state, jobs, job, shown, rendering, states };
}

test('a picture of which the kind became known is asked for once, with the model that suits it', () => {
  const studio = createStudio();
  const { jobs, latest } = engine();
  const screen = { show() {}, film() {}, cutFilm() {}, clear() {} };
  keepFitting(studio);
  keepRendering(studio, { latest }, screen);
  const state = () => studio.getState();
  state().modelsFound([smear, { ...smear, id: 'nuclei', kinds: ['fluorescence'] }]);
  state().deviceChosen({ backend: 'wasm', name: 'WASM', software: false, skipped: [], rebuilt: 0 });
  state().addPictures([{ source: drawn('a') }]);
  expect(jobs.map(({ wish }) => wish.recipe.colour.model)).toEqual(['none']);
  state().pictureRead('a', {
    width: 8,
    height: 8,
    channels: ['Grey'],
    bitDepth: 16,
    axes: { c: 1, z: 1, t: 1 },
    stains: [],
    hasColours: false,
    kind: 'fluorescence',
    warning: null,
  });
  expect(jobs.map(({ wish }) => wish.recipe.colour.model)).toEqual(['none', 'nuclei']);
});

describe('what is on screen', () => {
  test('what an overtaken job paints is not shown once nothing is to be painted', () => {
    const { job, shown, state, states } = running();
    state().chooseModel(null);
    job(0).shows('develop', 1);
    job(0).shows('colour', 3);
    expect(shown.has('colour')).toBe(false);
    expect(states()[2]).not.toBe('ready');
  });

  test('follows the store once there is a picture, a device and a shelf', async () => {
    const { job, jobs, shown, states, state } = running();
    expect(jobs).toHaveLength(1);
    expect(states()).toEqual(['working', 'working', 'working']);
    job(0).shows('develop', 1);
    expect(states()).toEqual(['ready', 'working', 'working']);
    job(0).shows('edges', 2);
    job(0).shows('colour', 3);
    await job(0).succeeds();
    expect(states()).toEqual(['ready', 'ready', 'ready']);
    expect([...shown]).toEqual([
      ['develop', 1],
      ['edges', 2],
      ['colour', 3],
    ]);
    expect(state().running).toBe(0);
  });

  test('only the stages that a change touches become out of date', async () => {
    const { job, states, state } = running();
    for (const stage of ['develop', 'edges', 'colour'] as const) job(0).shows(stage, 1);
    await job(0).succeeds();
    state().changeEdges({ low: 25 });
    expect(states()).toEqual(['ready', 'working', 'working']);
    state().changeColour({ strength: 0.5 });
    expect(job(2).wish.recipe).toMatchObject({ edges: { low: 25 }, colour: { strength: 0.5 } });
  });

  test('the latest result wins: an older one is shown on its way but ends nothing, and never comes back', async () => {
    const { job, states, state, shown } = running();
    state().changeEdges({ low: 25 });
    job(0).shows('edges', 10);
    expect(shown.get('edges')).toBe(10);
    expect(states()[1]).toBe('working');
    job(1).shows('edges', 11);
    expect(states()[1]).toBe('ready');
    job(0).shows('edges', 12);
    expect(shown.get('edges')).toBe(11);
    await job(0).fails(new StudioError('cancelled', 'overtaken'));
    expect(states()).toEqual(['working', 'ready', 'working']);
    expect(state().alerts).toEqual([]);
  });

  test('runs are counted from the stage log: what was cached did not run', () => {
    const { job, state } = running();
    job(0).shows('develop', 1);
    job(0).shows('edges', 1);
    state().changeEdges({ low: 25 });
    job(1).shows('develop', 1, true);
    job(1).shows('edges', 1);
    expect(state().stages.develop.runs).toBe(1);
    expect(state().stages.edges.runs).toBe(2);
  });

  test('a picture that stands and that a change does not touch is not drawn again, unless it is another one', async () => {
    const { job, state, shown, states } = running();
    for (const stage of ['develop', 'edges', 'colour'] as const) job(0).shows(stage, 1);
    await job(0).succeeds();
    state().changeColour({ strength: 0.5 });
    const { stages } = state();
    state().jobProgressed({ stage: 'decode', words: 'Reading a.png', done: 0, of: 1 });
    job(1).shows('develop', 2, true);
    expect(state().progress).toBe(null);
    job(1).shows('edges', 2, true);
    expect(shown.get('develop')).toBe(1);
    expect(shown.get('edges')).toBe(1);
    expect(state().stages).toBe(stages);
    job(1).shows('edges', 3);
    expect(shown.get('edges')).toBe(3);
    job(1).shows('colour', 4, true);
    expect(shown.get('colour')).toBe(4);
    state().changeEdges({ low: 25 });
    state().changeColour({ strength: 0.7 }); // before the edges have come
    job(3).shows('edges', 5, true);
    expect(shown.get('edges')).toBe(5);
    expect(states()).toEqual(['ready', 'ready', 'working']);
  });

  test('colours under a moving hand are drafts that leave what is said of the stages; the true ones follow', async () => {
    const { job, jobs, shown, states, state, studio } = running();
    for (const stage of ['develop', 'edges', 'colour'] as const) job(0).shows(stage, 1);
    await job(0).succeeds();
    studio.beginGesture();
    expect(jobs).toHaveLength(1);
    state().changeEdges({ low: 25 });
    state().changeEdges({ low: 26 });
    expect(jobs.map(({ wish }) => 'isDraft' in wish)).toEqual([false, true, true]);
    expect(states()).toEqual(['ready', 'ready', 'ready']);
    expect(state().running).toBe(0);
    job(1).shows('edges', 2);
    job(2).shows('edges', 3);
    job(2).shows('colour', 4);
    expect([shown.get('edges'), shown.get('colour')]).toEqual([3, 4]);
    studio.endGesture();
    expect(jobs).toHaveLength(4);
    expect('isDraft' in job(3).wish).toBe(false);
    expect(job(3).wish.recipe.edges.low).toBe(26);
    expect(states()).toEqual(['ready', 'ready', 'working']);
    job(2).shows('colour', 5);
    job(3).shows('colour', 6);
    expect(shown.get('colour')).toBe(6);
    await job(3).succeeds();
    expect(states()).toEqual(['ready', 'ready', 'ready']);
    studio.beginGesture();
    studio.endGesture(); // a click changes nothing
    expect(jobs).toHaveLength(4);
  });

  test('what a draft changed on screen is put right when the hand goes back to where it was', async () => {
    const { job, shown, state, studio } = running();
    for (const stage of ['develop', 'edges', 'colour'] as const) job(0).shows(stage, 1);
    await job(0).succeeds();
    const { low } = state().recipe.edges;
    studio.beginGesture();
    state().changeEdges({ low: low + 5 });
    job(1).shows('edges', 2);
    state().changeEdges({ low }); // this draft never comes
    studio.endGesture();
    job(3).shows('develop', 1, true);
    job(3).shows('edges', 1, true);
    expect(shown.get('edges')).toBe(1);
  });

  test('there is no draft of a dream, of another model, or before the first colours', async () => {
    const { job, jobs, state, studio } = running();
    const isDraft = () => 'isDraft' in job(jobs.length - 1).wish;
    studio.beginGesture();
    state().changeEdges({ low: 25 });
    expect(isDraft()).toBe(false);
    for (const stage of ['develop', 'edges', 'colour'] as const) job(1).shows(stage, 1);
    await job(1).succeeds();
    state().changeEdges({ low: 26 });
    expect(isDraft()).toBe(true);
    state().chooseModel({ ...smear, id: 'other' });
    expect(isDraft()).toBe(false);
    for (const stage of ['develop', 'edges', 'colour'] as const) job(jobs.length - 1).shows(stage, 1);
    await job(jobs.length - 1).succeeds();
    state().changeDream({ enabled: true });
    state().changeEdges({ low: 27 });
    expect(isDraft()).toBe(false);
    studio.endGesture();
    expect(isDraft()).toBe(false);
  });

  test('a draft that fails says nothing: what follows it does', async () => {
    const { job, state, studio } = running();
    for (const stage of ['develop', 'edges', 'colour'] as const) job(0).shows(stage, 1);
    await job(0).succeeds();
    studio.beginGesture();
    state().changeEdges({ low: 25 });
    await job(1).fails(new StudioError('model', 'The model is damaged.'));
    expect(state().alerts).toEqual([]);
    studio.endGesture();
    await job(2).fails(new StudioError('model', 'The model is damaged.'));
    expect(state().alerts).toHaveLength(1);
  });

  test('another picture clears the screen, and nothing of the one before comes through', () => {
    const { job, state, shown } = running();
    job(0).shows('develop', 1);
    state().addPictures([{ source: drawn('b'), suits: 'smear' }]);
    expect(shown.size).toBe(0);
    job(0).shows('edges', 2);
    expect(shown.size).toBe(0);
  });

  test('strokes go with their picture only', () => {
    const { state, job } = running();
    state().drawStroke('edges', 'a', { tool: 'pen', size: 1, points: [0, 0] });
    expect(job(1).wish.recipe.edges.strokes).toHaveLength(1);
    state().addPictures([{ source: drawn('b'), suits: 'smear' }]);
    expect(job(2).wish.recipe.edges.strokes).toEqual([]);
  });

  test('cancel ends what works as empty and takes its outdated picture away; trying again asks once more', async () => {
    const { job, jobs, states, state, shown, rendering } = running();
    job(0).shows('develop', 1);
    job(0).shows('edges', 2);
    rendering.cancel();
    expect(job(0).signal?.aborted).toBe(true);
    await job(0).fails(new StudioError('cancelled', 'cancelled'));
    expect(states()).toEqual(['ready', 'ready', 'empty']);
    expect([...shown.keys()]).toEqual(['develop', 'edges']);
    state().tryAgain();
    expect(jobs).toHaveLength(2);
  });

  test('cancel also stops an older render that the newest waits for, and shows nothing of it any more', () => {
    const { job, state, shown, rendering } = running();
    state().changeEdges({ low: 25 });
    rendering.cancel();
    expect([job(0).signal?.aborted, job(1).signal?.aborted]).toEqual([true, true]);
    job(0).shows('edges', 2);
    expect(shown.size).toBe(0);
  });

  test('while planes play the one before gives way at once, and its end says nothing', async () => {
    const { job, state, states } = running();
    job(0).shows('develop', 1);
    state().changeDevelop({ gamma: 0.9 });
    expect(job(0).signal?.aborted).toBe(false);
    job(1).shows('develop', 2);
    state().play('z');
    state().changeDevelop({ gamma: 0.8 }); // as another plane of a stack would be asked for
    expect([job(1).signal?.aborted, job(2).signal?.aborted]).toEqual([true, false]);
    await job(1).fails(new StudioError('cancelled', 'overtaken'));
    expect(states()).toEqual(['working', 'working', 'working']);
    expect(state().announcement).not.toBe('Cancelled');
    job(2).shows('develop', 3);
    expect(states()).toEqual(['ready', 'working', 'working']);
  });

  test('a file that cannot be read is named in the tray and in an alert', async () => {
    const { job, states, state } = running();
    await job(0).fails(new StudioError('file', 'the PNG ends too early'));
    expect(states()).toEqual(['error', 'error', 'error']);
    expect(state().alerts).toEqual([{ id: 'a', sentence: 'a.png: the PNG ends too early' }]);
    expect(state().items[0]).toMatchObject({ state: 'error', sentence: 'a.png: the PNG ends too early' });
  });

  test('a rebuilt device renders again', () => {
    const { jobs, state } = running();
    state().deviceChosen({ backend: 'webgpu', name: 'GPU', software: false, skipped: [], rebuilt: 1 });
    expect(jobs).toHaveLength(2);
  });

  test('words of what is over do not come over those of a dream', async () => {
    vi.useFakeTimers();
    const { job, state } = running();
    state().changeDream({ enabled: true });
    job(1).says({ stage: 'dream', words: 'Downloading Inception', done: 1, of: 2 });
    job(1).dreams({ octave: 1, octaves: 2, step: 3, steps: 6 } as DreamFigures); // all that is read here
    const words = state().progress?.words;
    expect(words).toMatch(/^Dreaming, octave 1 of 2/);
    await vi.advanceTimersByTimeAsync(1000);
    expect(state().progress?.words).toBe(words);
    vi.useRealTimers();
  });

  test('looking around renders nothing', () => {
    const { jobs, state } = running();
    state().point({ x: 1, y: 1 });
    state().setLook({ zoom: 2, x: 0.5, y: 0.5 });
    expect(jobs).toHaveLength(1);
  });
});
