import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** The scripts of `training/` are Python; what can be told of them without it is told here. */
const folder = fileURLToPath(new URL('../training', import.meta.url));
const read = (path: string) => readFileSync(`${folder}/${path}`, 'utf8');
const retrain = read('retrain.py');

const plans = readdirSync(`${folder}/plans`).map((file) => file.replace(/\.json$/, ''));
const shipped: string[] = JSON.parse(
  readFileSync(new URL('../public/models/index.json', import.meta.url), 'utf8'),
);

/** The keys of `MODELS = { ... }` in retrain.py. */
const known = [...(retrain.match(/^MODELS = \{\n(.*?)^\}/ms)?.[1] ?? '').matchAll(/^ {4}'([^']+)':/gm)].map(
  ([, id]) => id,
);

test.each(plans)('the plan %s counts whole steps, and names no seconds', (id) => {
  const plan = JSON.parse(read(`plans/${id}.json`));
  expect(plan.id).toBe(id);
  expect(plan.train.steps).toSatisfy((steps: unknown) => Number.isInteger(steps) && Number(steps) > 0);
  expect(JSON.stringify(plan)).not.toMatch(/"seconds"/);
});

test.each(plans)('the plan %s asks for the steps that its model was trained for', (id) => {
  const { train, trained, ships, student, refine = [] } = JSON.parse(read(`plans/${id}.json`));
  const manifest = new URL(`../public/models/${id}/manifest.json`, import.meta.url);
  const { training } = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : {};
  if (trained) expect(trained.steps).toBe(train.steps);
  const refined = refine.map((leg: { steps: number; until?: number }) => leg.until ?? leg.steps);
  const legs = (student?.then ?? []).map((leg: { steps: number }) => leg.steps);
  const all = ships === 'student' ? [student.steps, ...legs] : [train.steps, ...refined];
  if (training) expect(training.steps).toBe(all.reduce((sum, steps) => sum + steps, 0));
});

test.each([
  ...new Set([...shipped, ...plans]),
])('one command retrains %s, and the table names its sources', (id) => {
  expect(known).toContain(id);
  expect(read('README.md')).toMatch(new RegExp(`\`${id}\``));
});

test('every script and card that the command runs is there', () => {
  const scripts = [...retrain.matchAll(/'([a-z0-9_]+\.(?:py|mjs))'/g)].map(([, file]) => file);
  expect(scripts).toContain('train_pix2pix.py');
  expect(scripts.filter((file) => !existsSync(`${folder}/${file}`))).toEqual([]);
});

test.each(
  readdirSync(folder).filter((file) => /^train_.*\.py$/.test(file)),
)('%s takes the options of all trainers, and no loop or rate of it looks at the time', (file) => {
  const script = read(file);
  expect(script).toContain('trainer.add_options(ap)');
  const deciding = script
    .split('\n')
    .filter((line) => /^\s*(while|rate =|lr =|slow =|progress =)|\['lr'\]/.test(line));
  expect(deciding.length).toBeGreaterThan(0);
  expect(deciding.filter((line) => /spent|time\.|seconds|clock/.test(line))).toEqual([]);
});
