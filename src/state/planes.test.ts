import { expect, test } from 'vitest';
import type { FileFacts } from '../bridge/messages.ts';
import { type ChannelLook, defaultRecipe } from '../engine/recipe.ts';
import { alone, developOf, looksFor, planeWords, tooLarge } from './planes.ts';

const { develop } = defaultRecipe;
const look: ChannelLook = { shown: true, colour: [255, 0, 255], range: null, gamma: 1 };
const facts: FileFacts = {
  width: 6000,
  height: 5000,
  channels: ['DAPI', 'GFP'],
  bitDepth: 16,
  axes: { c: 2, z: 30, t: 2 },
  hasColours: true,
  stains: [
    { name: 'DAPI', look },
    { name: 'GFP', look },
  ],
  kind: 'fluorescence',
  warning: null,
};
const flat: FileFacts = {
  ...facts,
  channels: ['Grey'],
  axes: { c: 1, z: 1, t: 1 },
  stains: [],
  hasColours: false,
};

test('plane, time and channel stay within what the file has', () => {
  const asked = { ...develop, z: 99, time: 7, channel: 5 };
  expect(developOf(asked, facts)).toMatchObject({ z: 29, time: 1, channel: 'grey' });
  expect(developOf({ ...develop, z: 4, time: 1, channel: 1 }, facts)).toMatchObject({
    z: 4,
    time: 1,
    channel: 1,
  });
  expect(developOf(asked, flat)).toMatchObject({ z: 0, time: 0 });
});

test('a projection holds for a stack, and is one plane where there is no more', () => {
  expect(developOf({ ...develop, z: 'max' }, facts).z).toBe('max');
  expect(developOf({ ...develop, z: 'max' }, flat).z).toBe(0);
  expect(developOf({ ...develop, z: 'max' }, null).z).toBe(0);
});

test('looks are dropped where the file has another number of stains', () => {
  expect(developOf({ ...develop, channels: [look, look] }, facts).channels).toEqual([look, look]);
  expect(developOf({ ...develop, channels: [look] }, facts).channels).toBeNull();
  expect(developOf({ ...develop, channels: [look] }, flat).channels).toBeNull();
});

test('a file has the looks that were chosen for it, else its own; a file without stains has none', () => {
  const chosen = [look, { ...look, shown: false }];
  expect(looksFor(facts, chosen)).toBe(chosen);
  expect(looksFor(facts, [look])).toEqual([look, look]);
  expect(looksFor(flat, [look])).toBeNull();
});

test('a channel is shown alone, and all of them again', () => {
  const shown = (looks: readonly ChannelLook[]) => looks.map((one) => one.shown);
  const solo = alone([look, look, { ...look, shown: false }], 1);
  expect(shown(solo)).toEqual([false, true, false]);
  expect(shown(alone(solo, 2))).toEqual([false, false, true]);
  expect(shown(alone(solo, 1))).toEqual([true, true, true]);
});

test('true size gives way where the part has more pixels than the page works on', () => {
  const whole = { ...develop, frame: 'fit', scale: 1 } as const;
  expect(tooLarge(facts, whole)).toBe(6000);
  expect(developOf(whole, facts)).toMatchObject({ scale: null, size: 4096 });
  const quarter = { ...develop, frame: 'crop', zoom: 4, scale: 1 } as const;
  expect(tooLarge(facts, quarter)).toBeNull();
  expect(developOf(quarter, facts)).toMatchObject({ scale: 1 });
});

test('the plane is said as a person counts', () => {
  expect(planeWords({ z: 2, time: 0 }, facts.axes)).toBe('plane 3 of 30, time 1 of 2');
  expect(planeWords({ z: 'max', time: 1 }, { c: 1, z: 30, t: 1 })).toBe('maximum of 30 planes');
  expect(planeWords({ z: 'sharpest', time: 0 }, facts.axes)).toBe('sharpest of 30 planes, time 1 of 2');
  expect(planeWords({ z: 0, time: 0 }, flat.axes)).toBe('');
});
