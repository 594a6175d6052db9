import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkManifest } from './manifest.ts';

const shipped = JSON.parse(
  readFileSync(new URL('../../../public/models/blood-smear/manifest.json', import.meta.url), 'utf8'),
);

/** The shipped manifest with one field replaced. */
function changed(path: string, value: unknown): unknown {
  const copy = structuredClone(shipped);
  const names = path.split('.');
  const last = names.pop() ?? '';
  names.reduce((part, name) => part[name], copy)[last] = value;
  return copy;
}

test('a shipped manifest fits', () => {
  expect(checkManifest(shipped, 'blood-smear').id).toBe('blood-smear');
});

test.each([
  ['recipe.develop.gamma', -3, 'recipe.develop.gamma must be at least 0.1, not -3'],
  ['recipe.develop.low', 101, 'recipe.develop.low must be at most 100, not 101'],
  ['recipe.edges.sigma', 1e7, 'recipe.edges.sigma must be at most 10, not 10000000'],
  ['recipe.edges.high', -1, 'recipe.edges.high must be at least 0, not -1'],
  ['id', 'none', 'id must be'],
  ['inputs', ['edges', 'grey', 'edges'], 'inputs names 3 channels, and architecture.inputChannels is'],
  ['inputs', [], 'inputs names 0 channels'],
])('%s as %j is refused by its name', (path, value, words) => {
  expect(() => checkManifest(changed(path, value), 'mine')).toThrow(words);
  expect(() => checkManifest(changed(path, value), 'mine')).toThrow(
    /^mine: the model's manifest does not fit\. .*\.$/,
  );
});
