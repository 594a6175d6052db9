import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { said } from '../said.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'eosin-lens-'));
afterAll(() => rmSync(folder, { recursive: true }));
const smear = fileURLToPath(new URL('../../../public/samples/smear_b_113.png', import.meta.url));

test('prints what a model lost and invented, and writes what lies over the picture', async () => {
  const args = [
    'lens',
    smear,
    '--model',
    'blood-smear',
    '--passes',
    '2',
    '--out',
    folder,
    '--backend',
    'wasm',
  ];
  const { status, out } = await said(...args);
  expect(status).toBe(0);
  const report = JSON.parse(out);
  expect(report.model.id).toBe('blood-smear');
  for (const { share } of [report.edges.lost, report.edges.invented]) {
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(0.3);
  }
  expect(report.ssim).toBeGreaterThan(0.7);
  expect(report.cells.sentence).toMatch(/of \d+ cells changed by more than a tenth/);
  expect(report.sureness).toMatchObject({ passes: 2 });
  expect(report.sureness.meanLevels).toBeGreaterThan(0.1);
  for (const what of ['generated', 'edges-lens', 'sureness'])
    expect(existsSync(join(folder, `smear_b_113.${what}.png`))).toBe(true);
});

test('walks the circle of a model that has both generators', async () => {
  const args = ['--model', 'petri-cyclegan', '--passes', '0', '--out', folder, '--backend', 'wasm'];
  const { status, out } = await said('lens', smear, ...args);
  expect(status).toBe(0);
  const { circle, written } = JSON.parse(out);
  expect(circle.edgesAgain.recall).toBeGreaterThan(0.8); // not a dish, but edges that it painted itself
  expect(circle.meanLevelsOfPictureAgain).toBeGreaterThan(1);
  expect(written).toContain(join(folder, 'smear_b_113.circle.png'));
});

test('says what would do where it cannot be meant so', async () => {
  expect(await said('lens')).toMatchObject({
    status: 2,
    err: expect.stringContaining('one picture, not 0'),
  });
  expect((await said('lens', smear, '--model', 'none')).err).toContain(
    'there is no model "none" that paints',
  );
  expect((await said('lens', smear, '--passes', '0.5')).err).toContain('--passes must be a whole number');
});
