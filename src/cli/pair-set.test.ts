import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { tinyPlan } from '../../test/tiny-plan.ts';
import { encodePng } from '../engine/formats/png-write.ts';
import { divided } from '../engine/pairs/split.ts';
import { type DividedPairs, pairSetOf } from './pair-set.ts';
import { said } from './said.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'eosin-pair-set-'));
afterAll(() => rmSync(folder, { recursive: true }));
const pictures = join(folder, 'pictures');
mkdirSync(pictures);
for (let i = 0; i < 4; i++) {
  const data = Uint8Array.from({ length: 40 * 40 * 3 }, (_, at) => (at * (i + 3)) % 251);
  writeFileSync(join(pictures, `${i}.png`), await encodePng({ width: 40, height: 40, channels: 3, data }));
}
const set = join(folder, 'set');
const zip = join(folder, 'set.zip');
await said('pairs', pictures, '--out', set, '--layout', 'BA');
await said('pairs', pictures, '--out', zip);

/** The pixels, which `toEqual` would compare one by one for a minute. */
const pixels = ({ learnt, held }: DividedPairs) =>
  [learnt, held].map((side) =>
    side.map(({ edges, colour }) =>
      createHash('sha256').update(edges.data).update(colour.data).digest('hex'),
    ),
  );

test('plain pictures are divided by the plan’s seed', async () => {
  const { learnt, held } = await pairSetOf(tinyPlan, pictures, null);
  const sides = divided(4, tinyPlan.train.seed);
  expect([learnt.length, held.length]).toEqual([sides.learnt.length, sides.held.length]);
  expect(learnt[0]?.colour.width).toBe(tinyPlan.recipe.develop.size);
});

test('a data set is learnt from as it was divided, from a folder or a ZIP, whatever its layout', async () => {
  const fromFolder = await pairSetOf(tinyPlan, set, null);
  expect([fromFolder.learnt.length, fromFolder.held.length]).toEqual([3, 1]);
  expect(pixels(await pairSetOf(tinyPlan, zip, null))).toEqual(pixels(fromFolder));
});

test('a data set that holds nothing out is divided by the plan’s seed', async () => {
  rmSync(join(set, 'test'), { recursive: true });
  const { learnt, held } = await pairSetOf(tinyPlan, set, null);
  expect([learnt.length, held.length]).toEqual([2, 1]);
});
