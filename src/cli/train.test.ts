import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { drawnPairs, tinyPlan } from '../../test/tiny-plan.ts';
import { encodePng } from '../engine/formats/png-write.ts';
import { checkManifest } from '../engine/models/manifest.ts';
import { said } from './said.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'eosin-train-'));
afterAll(() => rmSync(folder, { recursive: true }));
const pictures = join(folder, 'pictures');
mkdirSync(pictures);
for (const [i, { colour }] of drawnPairs(4).entries()) {
  writeFileSync(join(pictures, `${i}.png`), await encodePng(colour));
}
const planFile = join(folder, 'plan.json');
const settings = { ngf: 2, ndf: 2, steps: 4, sampleEvery: 2, checkpointEvery: 2 };
writeFileSync(planFile, JSON.stringify({ ...tinyPlan, train: { ...tinyPlan.train, ...settings } }));

test('train leaves a model, sheets and a checkpoint, and goes on only where it is told to', {
  timeout: 90_000,
}, async () => {
  const out = join(folder, 'out');
  const command = ['train', planFile, '--data', pictures, '--out', out, '--backend', 'wasm'];
  const first = await said(...command);
  expect(first.err).toBe('');
  expect(first.status).toBe(0);
  expect(first.out).toMatch(/^step 2 of 4 {2}discriminator .*step-000002\.png\nstep 4 of 4 .*\n.*model\n$/);
  const manifest = checkManifest(JSON.parse(readFileSync(join(out, 'model/manifest.json'), 'utf8')), 'tiny');
  expect(manifest.training).toMatchObject({ plan: 'plan.json', steps: 4, seed: 3 });
  for (const name of ['card.md', 'sample.png', 'weights-1.safetensors']) {
    expect(existsSync(join(out, 'model', name))).toBe(true);
  }

  const again = await said(...command);
  expect([again.status, again.err]).toEqual([2, expect.stringMatching(/exists: go on with --resume/)]);
  const on = await said(...command, '--resume');
  expect([on.status, on.out]).toEqual([0, expect.stringMatching(/model\n$/)]);
});

test.each([
  { what: 'no plan', args: ['--out', 'x', '--data', 'y'], sentence: /train takes one plan/ },
  {
    what: 'nothing to learn from',
    args: [planFile, '--out', 'x'],
    sentence: /either --data PATH or --petri N/,
  },
  {
    what: 'nothing to resume',
    args: [planFile, '--out', folder, '--data', pictures, '--resume'],
    sentence: /nothing to resume/,
  },
])('$what: one line, status 2', async ({ args, sentence }) => {
  const { status, err } = await said('train', ...args);
  expect(status).toBe(2);
  expect(err).toMatch(sentence);
});
