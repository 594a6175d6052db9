import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { said } from './said.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'eosin-main-'));
afterAll(() => rmSync(folder, { recursive: true }));
const rgb = join(import.meta.dirname, '../../test/fixtures/formats/rgb.png');
const recipe = join(folder, 'recipe.json');
writeFileSync(recipe, '{"version": 1}');

test.each<[about: string, args: string[], says: RegExp]>([
  ['no verb', [], /edges, cells, learn-cells, render, info, verify, models, recipes, train, evaluate/],
  ['an unknown verb', ['paint'], /no verb "paint"/],
  ['one file of two', ['edges', rgb], /takes two files, not one/],
  ['three files', ['edges', rgb, 'b.png', 'c.png'], /takes two files, not 3/],
  ['the picture itself as output', ['edges', rgb, rgb], /name another file/],
  ['a folder that is not there', ['edges', rgb, join(folder, 'no/out.png')], /does not exist/],
  [
    'a threshold that is no number',
    ['edges', rgb, 'o.png', '--low', 'few'],
    /--low must be a number, not "few"/,
  ],
  ['an aperture of 4', ['edges', rgb, 'o.png', '--aperture', '4'], /--aperture must be 3, 5 or 7, not "4"/],
  ['a negative blur', ['edges', rgb, 'o.png', '--sigma=-1'], /--sigma must be a number from 0 to 100/],
  ['an unknown option', ['edges', rgb, 'o.png', '--sharp'], /--sharp/],
  ['an option without its value', ['edges', rgb, 'o.png', '--low'], /--low needs a value/],
  ['no picture to render', ['render', '--out', folder], /needs pictures/],
  ['no folder to render to', ['render', rgb], /--out/],
  ['a file for a folder', ['render', rgb, '--out', recipe], /is a file, not a folder/],
  ['an unknown model', ['render', rgb, '--out', folder, '--model', 'rose'], /blood-smear/],
  ['half a recipe', ['render', rgb, '--out', folder, '--recipe', recipe], /develop/],
  [
    'a recipe that is not there',
    ['render', rgb, '--out', folder, '--recipe', 'no.json'],
    /no.json does not exist/,
  ],
  [
    'a stage that is none',
    ['render', rgb, '--out', folder, '--stage', 'sheet'],
    /--stage must be edges, colour, dream, layers or film/,
  ],
  [
    'colour without a model',
    ['render', rgb, '--out', folder, '--model', 'none', '--stage', 'colour'],
    /needs a model/,
  ],
  ['a preset that is none', ['render', rgb, '--out', folder, '--preset', 'sheep'], /paper-layers-6-8/],
  [
    'steps below one',
    ['render', rgb, '--out', folder, '--preset', 'structure', '--steps', '0'],
    /from 1 to 500/,
  ],
  ['two presets to print', ['recipes', 'structure', 'fine-texture'], /takes one preset, not 2/],
  ['half a word for the models', ['models', 'pack'], /needs FILE.safetensors/],
  ['a backend of browsers', ['render', rgb, '--out', folder, '--backend', 'webgl'], /webgpu or wasm/],
  ['a picture twice', ['render', rgb, rgb, '--out', folder], /is given twice/],
  ['no file to look at', ['info'], /needs a file/],
  ['two files to look at', ['info', rgb, rgb], /takes one file, not 2/],
  ['a file for the models', ['models', rgb], /the words pack and inception-v3-imagenet, not/],
  ['no model to evaluate', ['evaluate', '--data', folder], /needs --model/],
  ['no data to evaluate', ['evaluate', '--model', 'blood-smear'], /needs --data/],
  ['a model that is not there', ['evaluate', '--model', 'rose', '--data', folder], /no model "rose"/],
  ['a folder without pictures', ['evaluate', '--model', 'blood-smear', '--data', folder], /holds no picture/],
])('wrong use, %s: status 2 and one clear line', async (_, args, says) => {
  const { status, out, err } = await said(...args);
  expect([status, out]).toEqual([2, '']);
  expect(err).toMatch(/^eosin: [^\n]+\.\n$/);
  expect(err).toMatch(says);
});

test.each([
  [],
  ['edges'],
  ['render'],
  ['info'],
  ['models'],
  ['recipes'],
])('%s --help says how it is used', async (...verb) => {
  const { status, out, err } = await said(...verb.filter((word) => typeof word === 'string'), '--help');
  expect([status, err]).toEqual([0, '']);
  expect(out).toMatch(/eosin \w+/);
});

test('models lists each model with what it does', async () => {
  const { status, out } = await said('models');
  expect(status).toBe(0);
  expect(out).toMatch(/^blood-smear +\w.*\.$/m);
});
