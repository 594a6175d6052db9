import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { drawnPairs, tinyPlan } from '../../../test/tiny-plan.ts';
import { encodePng } from '../../engine/formats/png-write.ts';
import { checkManifest } from '../../engine/models/manifest.ts';
import { said } from '../said.fixture.ts';

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

test('train on a tiny plan halves its L1', { timeout: 90_000 }, async () => {
  const plan = otherPlan('tiny.json', { ...tinyPlan.train, sampleEvery: 1 });
  const out = join(folder, 'halved');
  const { status, out: words } = await said(
    ...['train', plan, '--data', pictures, '--out', out, '--backend', 'wasm'],
  );
  expect(status).toBe(0);
  const l1 = [...words.matchAll(/ l1 ([\d.e-]+)/g)].map(([, loss]) => Number(loss));
  expect(l1).toHaveLength(tinyPlan.train.steps);
  expect(l1.at(-1)).toBeLessThan((l1[0] ?? 0) / 2);
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

/** A plan with other fields of its training. */
function otherPlan(name: string, train: Record<string, unknown>): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify({ ...tinyPlan, train: { ...tinyPlan.train, ...settings, ...train } }));
  return path;
}

test.each([
  {
    what: 'a number out of range',
    plan: () => otherPlan('negative.json', { steps: -4 }),
    sentence: /negative\.json: the plan does not fit\. train\.steps must be at least 1, not -4\.\n$/,
  },
  {
    what: 'a field that is missing',
    plan: () => otherPlan('missing.json', { steps: undefined }),
    sentence: /train\.steps is missing\.\n$/,
  },
  {
    what: 'no JSON at all',
    plan: () => {
      const path = join(folder, 'torn.json');
      writeFileSync(path, '{');
      return path;
    },
    sentence: /torn\.json is no JSON/,
  },
])('a plan with $what: one line, status 2, nothing written', async ({ plan, sentence }) => {
  const out = join(folder, 'of-a-bad-plan');
  const { status, err } = await said('train', plan(), '--data', pictures, '--out', out);
  expect([status, existsSync(out)]).toEqual([2, false]);
  expect(err).toMatch(/^eosin: [^\n]+\n$/);
  expect(err).toMatch(sentence);
});

test.each([
  {
    what: 'one picture',
    files: { 'a.png': 'picture' },
    lines: ['Training needs at least 3 coloured pictures, one of them to measure by; there is one.'],
  },
  {
    what: 'pictures that cannot be read',
    files: { 'a.png': 'text', 'b.png': 'text' },
    lines: [
      /^left out: a\.png is cut short/,
      /^left out: b\.png is cut short/,
      'Training needs at least 3 coloured pictures, one of them to measure by; there is none.',
    ],
  },
  {
    what: 'pairs of the wrong size',
    files: { 'train/a.png': 'picture', 'train/b.png': 'picture' },
    lines: ['train/a.png is 32 x 32; a pair is 512 x 256, or 64, 128 or 1024 wide.'],
  },
])('data of $what ends in one clear line', async ({ what, files, lines }) => {
  const data = join(folder, what);
  for (const [name, kind] of Object.entries(files)) {
    mkdirSync(join(data, name, '..'), { recursive: true });
    const picture = readFileSync(join(pictures, '0.png'));
    writeFileSync(join(data, name), kind === 'picture' ? picture : 'notes');
  }
  const out = join(folder, `of ${what}`);
  const { status, err } = await said('train', planFile, '--data', data, '--out', out, '--backend', 'wasm');
  expect(status).toBe(1);
  const found = err.trimEnd().split('\n');
  expect(found).toEqual(
    lines.map((line) =>
      typeof line === 'string'
        ? `eosin: ${line}`
        : expect.stringMatching(new RegExp(`^eosin: ${line.source.slice(1)}`)),
    ),
  );
});
