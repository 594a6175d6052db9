import { afterEach, expect, test, vi } from 'vitest';
import type { LookAsk, LookReply } from '../bridge/first-look-messages.ts';
import type { ShownPicture, Source } from '../bridge/messages.ts';
import { takeFirstLook } from './first-look.ts';
import { type LookPort, openLooker } from './looker.ts';
import { smear } from './manifest.fixture.ts';
import { drawn, engine, picture } from './rendering.fixture.ts';
import { keepRendering } from './rendering.ts';
import { createStudio } from './studio.ts';

const shownOf = (stage: ShownPicture['stage']): ShownPicture => ({
  stage,
  picture: { width: 1, height: 1, channels: 4, data: new Uint8Array(4) },
  run: { stage, cached: false, seconds: 1 },
});

/** A studio whose first look is given by the test. */
function looking() {
  const studio = createStudio();
  const asked: LookAsk[] = [];
  let isEnded = false;
  const port: LookPort = {
    postMessage: (ask) => void asked.push(ask),
    onmessage: null,
    terminate: () => {
      isEnded = true;
    },
  };
  const looker = openLooker(port);
  let isNearlyOver = false;
  void looker.nearlyOver.then(() => {
    isNearlyOver = true;
  });
  const stages: string[] = [];
  const begin = async (isBack: boolean) => {
    const begun = Promise.resolve(isBack);
    takeFirstLook(studio, looker, begun, (source, { stage }, model) => {
      stages.push(`${source.id} ${stage} ${model}`);
    });
    await begun;
  };
  const says = async (reply: LookReply) => {
    port.onmessage?.({ data: reply } as MessageEvent<LookReply>);
    await Promise.resolve();
  };
  return { studio, asked, begin, says, stages, isEnded: () => isEnded, isNearlyOver: () => isNearlyOver };
}

afterEach(() => vi.unstubAllGlobals());

test('a new picture is looked at by the model that suits it, as that was trained; the engine may come when edges are there', async () => {
  const { studio, asked, begin, says, stages, isNearlyOver } = looking();
  studio.getState().addPictures([{ source: drawn('a'), suits: 'smear' }]);
  await begin(false);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({
    source: { id: 'a' },
    isTrained: true,
    recipe: { colour: { model: 'smear' } },
  });
  await says({ type: 'picture', shown: shownOf('develop') });
  expect(isNearlyOver()).toBe(false);
  await says({ type: 'picture', shown: shownOf('edges') });
  expect(isNearlyOver()).toBe(true);
  await says({ type: 'picture', shown: shownOf('colour') });
  expect(stages).toEqual(['a develop smear', 'a edges smear', 'a colour smear']);
});

test('what was brought back is looked at by its own settings', async () => {
  const { studio, asked, begin } = looking();
  studio.getState().chooseModel(smear);
  studio.getState().changeEdges({ low: 33 });
  studio.getState().addPictures([{ source: drawn('a'), suits: smear.id }]);
  await begin(true);
  expect(asked[0]).toMatchObject({
    isTrained: false,
    recipe: { edges: { low: 33 }, colour: { model: smear.id } },
  });
});

test('there is none of an empty tray, nor once the engine has its models', async () => {
  const empty = looking();
  await empty.begin(false);
  expect([empty.asked.length, empty.isEnded(), empty.isNearlyOver()]).toEqual([0, true, true]);
  const late = looking();
  late.studio.getState().addPictures([{ source: drawn('a'), suits: 'smear' }]);
  late.studio.getState().modelsFound([smear]);
  await late.begin(false);
  expect([late.asked.length, late.isEnded()]).toEqual([0, true]);
});

test('one that fails keeps nobody waiting', async () => {
  const { studio, begin, says, isNearlyOver } = looking();
  studio.getState().addPictures([{ source: drawn('a'), suits: 'smear' }]);
  await begin(false);
  await says({ type: 'ended' });
  expect(isNearlyOver()).toBe(true);
});

test('the model that paints is kept for the next visit, where the browser keeps anything', async () => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', { setItem: (key: string, value: string) => kept.set(key, value) });
  const { studio, begin } = looking();
  await begin(false);
  studio.getState().stageShown(shownOf('colour'), true, 'smear');
  expect([...kept.values()]).toEqual(['smear']);
  vi.stubGlobal('localStorage', {
    setItem: () => {
      throw new Error('blocked');
    },
  });
  expect(() => studio.getState().stageShown(shownOf('colour'), true, 'dish')).not.toThrow();
});

test('a first look stands until the engine has its own, and is not counted as a run', async () => {
  const { jobs, latest } = engine();
  const studio = createStudio();
  const shown = new Map<string, number | undefined>();
  const rendering = keepRendering(
    studio,
    { latest },
    {
      show: ({ stage, picture: { data } }) => shown.set(stage, data[0]),
      film() {},
      cutFilm() {},
      clear: (stage) => (stage ? shown.delete(stage) : shown.clear()),
    },
  );
  const state = () => studio.getState();
  const look = (source: Source, stage: ShownPicture['stage'], value: number) =>
    rendering.look(
      source,
      { stage, picture: picture(value), run: { stage, cached: false, seconds: 1 } },
      'smear',
    );
  const a = drawn('a');
  state().addPictures([{ source: a, suits: smear.id }]);
  look(a, 'develop', 1);
  look(a, 'colour', 2);
  expect(state().stages.colour).toMatchObject({ state: 'working', runs: 0 });
  expect(state().stages.dream.state).toBe('empty');
  expect(state().paintedBy).toBe('smear');
  look(drawn('b'), 'colour', 9);
  expect(shown.get('colour')).toBe(2);
  state().modelsFound([smear]);
  state().chooseModel(smear);
  state().deviceChosen({ backend: 'wasm', name: 'WASM', software: false, skipped: [], rebuilt: 0 });
  expect(jobs).toHaveLength(1);
  expect(shown.get('colour')).toBe(2); // nothing flickers
  look(a, 'edges', 3); // the engine is slower
  expect(shown.get('edges')).toBe(3);
  expect(state().stages.edges.state).toBe('working');
  jobs[0]?.shows('edges', 4);
  look(a, 'edges', 5);
  expect(shown.get('edges')).toBe(4);
  jobs[0]?.shows('colour', 6);
  look(a, 'colour', 7);
  expect(shown.get('colour')).toBe(6);
});

test('a first look goes with its picture', () => {
  const { latest } = engine();
  const studio = createStudio();
  let cleared = 0;
  const clear = () => {
    cleared++;
  };
  const { look } = keepRendering(studio, { latest }, { show() {}, film() {}, cutFilm() {}, clear });
  const a = drawn('a');
  studio.getState().addPictures([{ source: a, suits: smear.id }]);
  look(
    a,
    { stage: 'colour', picture: picture(1), run: { stage: 'colour', cached: false, seconds: 1 } },
    'smear',
  );
  studio.getState().removePicture('a');
  expect(cleared).toBe(1);
  expect(studio.getState().stages.colour.state).toBe('empty');
});

test('a first look is not shown over a camera, nor for a model that is not asked for any more', () => {
  const { latest } = engine();
  const studio = createStudio();
  const shown: string[] = [];
  const screen = {
    show: ({ stage }: ShownPicture) => void shown.push(stage),
    film() {},
    cutFilm() {},
    clear() {},
  };
  const { look } = keepRendering(studio, { latest }, screen);
  const state = () => studio.getState();
  const a = drawn('a');
  state().addPictures([{ source: a, suits: smear.id }]);
  state().liveBegun('Eyepiece');
  look(a, shownOf('colour'), smear.id);
  expect(shown).toEqual([]);
  state().liveEnded();
  state().modelsFound([smear]);
  state().deviceChosen({ backend: 'wasm', name: 'WASM', software: false, skipped: [], rebuilt: 0 });
  look(a, shownOf('colour'), smear.id); // the recipe has no model yet
  expect(shown).toEqual([]);
});
