import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileBytes } from '../src/cli/file-bytes.ts';
import { openFile } from '../src/engine/stages/decode.ts';
import { drawTiff } from './drawn-tiff.ts';
import type { Report } from './large-tiff/child.ts';
import { drawLargeTiff, PLANES } from './large-tiff/draw.ts';

const folder = mkdtempSync(join(tmpdir(), 'eosin-large-'));
const moved = [...Array.from({ length: 40 }, (_, i) => 480 + i).filter((z) => z !== 500), 0, PLANES - 1];
let report: Report;

beforeAll(async () => {
  const file = join(folder, 'large.tif');
  drawLargeTiff(file);
  // In a process of its own: what is resident is then the reader's.
  const root = join(import.meta.dirname, '..');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: { ssr: 'test/large-tiff/child.ts', outDir: folder, emptyOutDir: false, target: 'node20' },
  });
  const start = join(folder, 'start.mjs');
  writeFileSync(
    start,
    `import { look } from './child.js';\nprocess.stdout.write(JSON.stringify(await look(${JSON.stringify(file)}, ${JSON.stringify(moved)})));\n`,
  );
  report = JSON.parse(execFileSync(process.execPath, [start], { encoding: 'utf8' }));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a file of 6 GB is opened by its directories alone', () => {
  expect(report.size).toBeGreaterThan(6e9);
  expect(report.axes).toEqual({ c: 1, z: PLANES, t: 1 });
  expect(report.openingBytes).toBeLessThan(2e6);
});

test('each of its planes is read with its own pixels, in the memory of a few', () => {
  expect(report.wrong).toBe(0);
  expect(report.firsts).toEqual(moved);
  expect(report.mostResident).toBeLessThan(400e6);
});

test('the planes of an ImageJ stack that lie beyond 4 GB, behind the only page, are found', async () => {
  const path = join(folder, 'imagej.tif');
  const [side, planes] = [4096, 200];
  const lines = `ImageJ=1.54f\nimages=${planes}\nslices=${planes}\n`;
  const fields = { 256: side, 257: side, 258: 16, 259: 1, 262: 1, 270: lines, 277: 1, 278: side };
  const head = drawTiff({ ...fields, 273: 4096, 279: 2 * side * side }, []);
  writeFileSync(path, head);
  truncateSync(path, 4096 + planes * 2 * side * side);
  const last = 4096 + (planes - 1) * 2 * side * side;
  expect(last).toBeGreaterThan(2 ** 32);
  const file = openSync(path, 'r+');
  writeSync(file, Uint8Array.of(0x39, 0x30), 0, 2, last + 2);
  closeSync(file);
  const opened = await openFile('imagej.tif', await fileBytes(path));
  expect(opened.axes).toEqual({ c: 1, z: planes, t: 1 });
  const { channels } = await opened.read({ z: planes - 1, t: 0 });
  expect([...(channels[0]?.samples.subarray(0, 3) ?? [])]).toEqual([0, 12_345, 0]);
});

test('a window reads no more than the strips that it meets', () => {
  expect(report.windowBytes).toBeLessThan((4 * (2048 * 2048 * 2)) / 16);
});
