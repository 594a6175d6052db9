import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRows } from '../../src/cli/batch/manifest.ts';
import { lastRows } from '../../src/engine/batch/manifest.ts';
import { drawPictures } from './draw.ts';
import { contents, eosin, startEosin, until } from './eosin.ts';

/** Files of 1024 px. Painted at half size, a picture takes half a second; at its own (EOSIN_MANY_SCALE=1) some 1.8. */
const COUNT = Number(process.env.EOSIN_MANY ?? 300);
const SCALE = process.env.EOSIN_MANY_SCALE ?? '0.5';
const SIDE = 1024;

const folder = mkdtempSync(join(tmpdir(), 'eosin-many-'));
let names: readonly string[] = [];
beforeAll(async () => {
  names = drawPictures(join(folder, 'in'), COUNT, SIDE);
  await eosin(folder, '--help'); // builds the command
});
afterAll(() => rmSync(folder, { recursive: true }));

const args = (out: string) => [
  'render',
  'in',
  '--out',
  out,
  '--model',
  'blood-smear',
  '--scale',
  SCALE,
  '--backend',
  'wasm',
];
const finished = (out: string) =>
  [...lastRows(readRows(join(folder, out, 'manifest.csv'))).values()].filter(
    ({ state }) => state === 'finished',
  );

/** What a process holds (Linux, proc(5)), in bytes. */
const resident = (pid: number) =>
  1024 * Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN);

test('the last third of the pictures takes no more memory than the first', async () => {
  const begin = Date.now();
  const batch = startEosin(folder, ...args('plain'));
  const ended = new Promise<number | null>((resolve) => batch.once('exit', resolve));
  const held: number[] = [];
  if (!batch.stdout || !batch.pid) throw new Error('the batch did not start');
  for await (const _ of createInterface(batch.stdout))
    held.push(batch.exitCode === null ? resident(batch.pid) : 0);
  expect(await ended).toBe(0);
  expect(held).toHaveLength(COUNT);
  const third = Math.floor(COUNT / 3);
  const most = (values: readonly number[]) => Math.max(...values);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [first, last] = [held.slice(0, third), held.slice(-third - 1, -1)]; // with the last picture it ends
  const mb = (bytes: number) => Math.round(bytes / 1e6);
  process.stdout.write(
    `${COUNT} pictures of ${SIDE} px at scale ${SCALE} in ${Math.round((Date.now() - begin) / 1000)} s; resident MB, most and mean: ` +
      `first third ${mb(most(first))} and ${mb(mean(first))}, last ${mb(most(last))} and ${mb(mean(last))}\n`,
  );
  expect(most(last)).toBeLessThan(1.1 * most(first));
  expect(mean(last)).toBeLessThan(1.1 * mean(first));
});

test('killed in the middle in two processes and resumed: none lost, doubled or half-written, each byte as in the plain run', async () => {
  const batch = startEosin(folder, ...args('killed'), '--jobs', '2');
  const ended = new Promise((resolve) => batch.once('exit', resolve));
  batch.stdout?.resume();
  const children = () =>
    readFileSync(`/proc/${batch.pid}/task/${batch.pid}/children`, 'utf8').split(' ').filter(Boolean);
  await until('half of the pictures are finished', () => finished('killed').length >= COUNT / 2, 1800);
  const started = children();
  batch.kill('SIGKILL');
  await ended;
  const running = new Set(started);
  await until('its processes have ended', () => !readdirSync('/proc').some((pid) => running.has(pid)), 60);
  const whole = contents(join(folder, 'plain'));
  for (const [name, hash] of Object.entries(contents(join(folder, 'killed'))))
    if (!name.startsWith('manifest') && !name.endsWith('.part'))
      expect([name, hash]).toEqual([name, whole[name]]);
  const before = finished('killed').length;
  const { status, out } = await eosin(folder, ...args('killed'), '--jobs', '2', '--resume');
  expect([status, out.trim().split('\n').length]).toEqual([0, COUNT - before]);
  expect(finished('killed').map(({ source }) => source)).toEqual([...names].sort());
  for (const out of ['plain', 'killed']) expect((await eosin(folder, 'merge', out)).status).toBe(0);
  expect(contents(join(folder, 'killed'))).toEqual(contents(join(folder, 'plain')));
});
