import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, expect, test } from 'vitest';
import type { Report } from './large-canny/child.ts';

const folder = mkdtempSync(join(tmpdir(), 'eosin-bands-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** In a process of its own: what is resident is then Canny's. */
async function compared(side: number, bandRows: number): Promise<Report> {
  await build({
    root: join(import.meta.dirname, '..'),
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: { ssr: 'test/large-canny/child.ts', outDir: folder, emptyOutDir: false, target: 'node20' },
  });
  const start = join(folder, 'start.mjs');
  writeFileSync(
    start,
    `import { compared } from './child.js';\nprocess.stdout.write(JSON.stringify(await compared(${side}, ${bandRows})));\n`,
  );
  return JSON.parse(execFileSync(process.execPath, [start], { encoding: 'utf8' }));
}

/** 16,384 px with EOSIN_LARGE=1, which takes a minute and 1.3 GB for the whole that it is compared with. */
const SIDE = process.env.EOSIN_LARGE === '1' ? 16_384 : 4096;

test(`edges of ${SIDE} x ${SIDE} pixels by bands are those of the whole, in a part of its memory`, async () => {
  const report = await compared(SIDE, 256);
  process.stdout.write(`${JSON.stringify(report)}\n`);
  expect(report.edges).toBeGreaterThan(SIDE * 50);
  expect(report.wrong).toBe(0);
  expect(report.ofBands).toBeLessThan(SIDE * SIDE * 0.25 + 180e6);
});
