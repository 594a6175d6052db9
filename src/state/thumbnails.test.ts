import { expect, test } from 'vitest';
import type { FileFacts, Source } from '../bridge/messages.ts';
import { createStudio } from './studio.ts';
import { keepThumbnails } from './thumbnails.ts';

const source = (id: string): { source: Source } => ({
  source: { kind: 'file', id, name: `${id}.tif`, blob: new Blob() },
});
const facts = (warning: string | null): FileFacts => ({
  width: 1,
  height: 1,
  bitDepth: 8,
  channels: ['Grey'],
  axes: { c: 1, z: 1, t: 1 },
  stains: [],
  hasColours: false,
  kind: 'photograph',
  warning,
});
const picture = { width: 1, height: 1, channels: 4, data: new Uint8Array(4) } as const;

test('what is to be said of a picture that was read becomes an alert, and the picture is ready all the same', async () => {
  const studio = createStudio();
  const warnings = new Map([['a', 'a.tif is cut short: rows 9 to 16 are missing.']]);
  const run = async (_: string, { source }: { source: Source }) => ({
    picture,
    facts: facts(warnings.get(source.id) ?? null),
  });
  // The one task that is asked for here.
  keepThumbnails(studio, { run } as unknown as Parameters<typeof keepThumbnails>[1], () => {});
  studio.getState().addPictures([source('a'), source('b')]);
  studio.getState().modelsFound([]);
  await expect.poll(() => studio.getState().items.every(({ state }) => state === 'ready')).toBe(true);
  expect(studio.getState().alerts).toEqual([{ id: 'a', sentence: warnings.get('a') }]);
});

test('no thumbnail is read before there are models: what the panes ask for then goes first', async () => {
  const studio = createStudio();
  const asked: string[] = [];
  const run = async (_: string, { source }: { source: Source }) => {
    asked.push(source.id);
    return { picture, facts: facts(null) };
  };
  keepThumbnails(studio, { run } as unknown as Parameters<typeof keepThumbnails>[1], () => {}); // as above
  studio.getState().addPictures([source('a')]);
  studio
    .getState()
    .deviceChosen({ backend: 'wasm', name: 'a processor', software: false, skipped: [], rebuilt: 0 });
  expect(asked).toEqual([]);
  studio.getState().modelsFound([]);
  await expect.poll(() => studio.getState().items.every(({ state }) => state === 'ready')).toBe(true);
  expect(asked).toEqual(['a']);
});
