import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { SHIPPED } from '../../test/models.ts';
import { StudioError } from '../engine/errors.ts';
import type { OpenModelHost } from '../engine/models/host.ts';
import { resultOf } from '../engine/steps/result-of.ts';
import { smear } from '../state/manifest.fixture.ts';
import { keepModels, missingModels } from './keep-models.ts';

const part = (file: string, bytes: number) => ({ file, bytes, sha256: file.padEnd(64, '0') });
const model = (id: string, parts: readonly ReturnType<typeof part>[]) => ({
  ...smear,
  id,
  weights: { ...smear.weights, parts },
});

/** A host of two models, of which one part is here. @param room bytes that it can keep. */
function host(room = Number.POSITIVE_INFINITY) {
  const all = [
    model('one', [part('a', 3_000_000), part('b', 2_000_000)]),
    model('two', [part('c', 4_000_000)]),
  ];
  const here = new Set(['a']);
  const asked: string[] = [];
  let left = room;
  const models: OpenModelHost = {
    manifests: async () => [...all, { id: 'of another form' }],
    missing: async (parts) => parts.filter(({ file }) => !here.has(file)),
    async part(_, { file, bytes }, onBytes, signal) {
      signal.throwIfAborted();
      asked.push(file);
      onBytes(bytes);
      left -= bytes;
      if (left >= 0) here.add(file);
      return new Uint8Array(bytes);
    },
    add: async () => {},
  };
  return { models, asked };
}

const never = new AbortController().signal;

test('only what is not here is counted and downloaded, with words of how much', async () => {
  const { models, asked } = host();
  expect(await missingModels(models)).toEqual({ bytes: 6_000_000 });
  const words: string[] = [];
  const steps = keepModels(models, never);
  let next = await steps.next();
  for (; !next.done; next = await steps.next()) {
    if (next.value) words.push(next.value.progress.words);
  }
  expect(next.value).toEqual({ bytes: 0 });
  expect(asked).toEqual(['b', 'c']);
  expect(words).toEqual(['Downloading Smear, 2 of 6 MB in all', 'Downloading Smear, 6 of 6 MB in all']);
});

test('what the browser had no room for is still missing at the end', async () => {
  expect(await resultOf(keepModels(host(3_000_000).models, never))).toEqual({ bytes: 4_000_000 });
});

test('what has come before it is stopped stays', async () => {
  const { models, asked } = host();
  const controller = new AbortController();
  const steps = keepModels(models, controller.signal);
  await steps.next();
  controller.abort(new StudioError('cancelled', 'Cancelled.'));
  await expect(resultOf(steps)).rejects.toThrow('Cancelled.');
  expect(asked).toEqual(['b']);
  expect(await missingModels(models)).toEqual({ bytes: 4_000_000 });
});

test('no model that comes with Eosin is passed over: painters and their ways back, networks to dream with and nets that find cells', async () => {
  const json = async (file: string) => JSON.parse(await readFile(new URL(file, SHIPPED), 'utf8'));
  const ids: string[] = await json('index.json');
  const manifests = await Promise.all(ids.map((id) => json(`${id}/manifest.json`)));
  const parts: { bytes: number }[] = manifests.flatMap(({ weights, back }) => [
    ...weights.parts,
    ...(back?.weights.parts ?? []),
  ]);
  const all = { ...host().models, manifests: async () => manifests, missing: async (some: never) => some };
  expect(await missingModels(all)).toEqual({ bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0) });
});
