import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRows } from '../../src/cli/batch/manifest.ts';
import type { Said } from '../../src/cli/said.fixture.ts';
import { lastRows } from '../../src/engine/batch/manifest.ts';
import { encodeTiff } from '../../src/engine/formats/tiff-write.ts';
import { drawScene } from '../../src/engine/samples/draw.ts';

const folder = mkdtempSync(join(tmpdir(), 'eosin-processes-'));
afterAll(() => rmSync(folder, { recursive: true }));
const launch = join(import.meta.dirname, '../../src/cli/launch.mjs');
const SIDE = 96;
const NAMES = Array.from({ length: 6 }, (_, i) => `${i % 2 ? 'odd/' : ''}n${i}.tif`);

/** Through the shipped net that finds cells. */
const args = (out: string, ...more: readonly string[]) => [
  ...[launch, 'cells', 'in', '--out', out, '--format', 'csv,labels', '--backend', 'wasm'],
  ...more,
];
const eosin = (...args: readonly string[]): Promise<Said> =>
  new Promise((resolve) => {
    execFile(process.execPath, [...args], { cwd: folder }, (error, out, err) =>
      resolve({ status: error ? Number(error.code) : 0, out, err }),
    );
  });

beforeAll(async () => {
  mkdirSync(join(folder, 'in/odd'), { recursive: true });
  for (const [i, name] of NAMES.entries()) {
    const { width, channels } = drawScene('nuclei', i);
    const all = channels[0]?.samples ?? [];
    const at = (i: number) => all[Math.floor(i / SIDE) * width + (i % SIDE)] ?? 0;
    const samples = Uint16Array.from({ length: SIDE * SIDE }, (_, i) => at(i));
    writeFileSync(join(folder, 'in', name), encodeTiff(samples, SIDE, SIDE, [0.5, 0.5]));
  }
  expect((await eosin(...args('plain'))).status).toBe(0); // builds the command where that has not been done yet
}, 240_000);

/** All files below a folder with their bytes, but the manifest, in which seconds stand. */
function contents(out: string): Record<string, string> {
  const root = join(folder, out);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (name) => statSync(join(root, name)).isFile() && name !== 'manifest.csv',
  );
  return Object.fromEntries(files.sort().map((name) => [name, readFileSync(join(root, name), 'base64')]));
}
const rowsOf = (out: string) => [...lastRows(readRows(join(folder, out, 'manifest.csv'))).values()];
const finished = (out: string) => rowsOf(out).filter(({ state }) => state === 'finished').length;

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await later(20);
}
/** The processes that one has started (Linux, proc(5)). */
const children = ({ pid }: Pick<ChildProcess, 'pid'>): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
const isAlive = (pid: number) => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};
const ending = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('exit', resolve));

test('two processes give the bytes of one', async () => {
  const { status, out, err } = await eosin(...args('two', '--jobs', '2'));
  expect([status, err]).toEqual([0, expect.stringMatching(/^eosin: 6 of 6 pictures are finished; .*\n$/)]);
  expect(out.trim().split('\n')).toHaveLength(NAMES.length);
  expect(contents('two')).toEqual(contents('plain'));
  const bare = (out: string) => rowsOf(out).map((row) => ({ ...row, seconds: '' }));
  expect(bare('two')).toEqual(bare('plain'));
});

test('a backend that is not there is wrong use in the processes too', async () => {
  const { status, err } = await eosin(...args('refused', '--jobs', '2', '--model', 'no/such/model'));
  expect([status, err]).toEqual([2, 'eosin: there is no model at no/such/model.\n']);
});

test.skipIf(process.platform !== 'linux')(
  'a process that crashes is replaced, its picture marked and tried again',
  async () => {
    const batch = spawn(process.execPath, args('crashed', '--jobs', '1'), { cwd: folder, stdio: 'ignore' });
    const ended = ending(batch);
    await until(() => finished('crashed') >= 2);
    const [first = 0] = children(batch);
    process.kill(first, 'SIGKILL');
    expect(await ended).toBe(1);
    const crashed = rowsOf('crashed').filter(({ state }) => state !== 'finished');
    expect(crashed).toMatchObject([
      {
        state: 'crashed',
        result: '',
        error: expect.stringMatching(/^(odd\/)?n\d\.tif: .* ended with SIGKILL/),
      },
    ]);
    const { status, out } = await eosin(...args('crashed', '--jobs', '1', '--resume'));
    expect([status, out]).toEqual([
      0,
      expect.stringMatching(new RegExp(`^${crashed[0]?.source}: [^\\n]*\\n$`)),
    ]);
    expect(contents('crashed')).toEqual(contents('plain'));
  },
);

test.skipIf(process.platform !== 'linux')(
  'a batch that is killed leaves no process, and is gone on with',
  async () => {
    const batch = spawn(process.execPath, args('killed', '--jobs', '2'), { cwd: folder, stdio: 'ignore' });
    const ended = ending(batch);
    await until(() => finished('killed') >= 2);
    const started = children(batch);
    expect(started).toHaveLength(2);
    batch.kill('SIGKILL');
    await ended;
    await until(() => !started.some(isAlive));
    const before = finished('killed');
    const { status, out } = await eosin(...args('killed', '--jobs', '2', '--resume'));
    expect([status, out.trim().split('\n').length]).toEqual([0, NAMES.length - before]);
    expect(contents('killed')).toEqual(contents('plain'));
  },
);
