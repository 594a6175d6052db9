import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRows } from '../../src/cli/batch/manifest.ts';
import { lastRows } from '../../src/engine/batch/manifest.ts';
import { clusterEngines } from '../browser.mjs';
import { drawPictures } from './draw.ts';
import { contents, eosin, PROJECT, ran, until } from './eosin.ts';
import { type Slurm, startSlurm } from './slurm.ts';

const folder = mkdtempSync(join(tmpdir(), 'eosin-cluster-'));
const COUNT = Number(process.env.EOSIN_MANY ?? 24);
/** A few small pictures go through all that `cells` writes; many of 1024 px are painted at half their size, some two a second. */
const WORK = process.env.EOSIN_MANY
  ? { verb: 'render', side: 1024, options: '--model blood-smear --scale 0.5 --backend wasm' }
  : { verb: 'cells', side: 256, options: '--backend wasm' };
/** What a batch leaves: of each picture its files, or one; the manifest; of cells a table of all. */
const FILES = WORK.verb === 'cells' ? 5 * COUNT + 2 : COUNT + 1;
const SHARDS = 4;
/** How long what works on all of them is waited for, on a machine that others use too. */
const SECONDS = 300 + 5 * COUNT;
/** The pictures of a shard, from 1: every fourth by name. */
const inShard = (shard: number) => Math.ceil((COUNT - shard + 1) / SHARDS);
const EOSIN = `${process.execPath} ${join(PROJECT, 'src/cli/launch.mjs')}`;
let plain: Readonly<Record<string, string>> = {};

beforeAll(async () => {
  drawPictures(join(folder, 'in'), COUNT, WORK.side);
  const plainly = [WORK.verb, 'in', '--out', 'plain', ...WORK.options.split(' ')];
  expect((await eosin(folder, ...plainly)).status).toBe(0);
  expect((await eosin(folder, 'merge', 'plain')).status).toBe(0);
  plain = contents(join(folder, 'plain'));
  expect(Object.keys(plain)).toHaveLength(FILES);
}, 1000 * SECONDS);
afterAll(() => rmSync(folder, { recursive: true }));

/** The pictures of a shard, from 1, that its manifest says are so. */
const rows = (out: string, shard: number, state: string) =>
  [...lastRows(readRows(join(folder, out, `manifest.${shard}-of-${SHARDS}.csv`))).values()].filter(
    (row) => row.state === state,
  );

/** Where an engine is not installed its test is left out, except in CI, where it fails. */
const here = clusterEngines();
const isCi = process.env.CI === 'true';

describe.skipIf(!here.snakemake && !isCi)('Snakemake', () => {
  const args = [
    ...[
      '--snakefile',
      join(PROJECT, 'docs/cluster/Snakefile'),
      '--cores',
      '2',
      '--nocolor',
      '--rerun-incomplete',
    ],
    ...['--config', `eosin=${EOSIN}`, 'pictures=in', 'out=snake', `shards=${SHARDS}`],
    ...[`verb=${WORK.verb}`, `options=${WORK.options}`],
  ];

  test('two cores, killed in the middle and run again, give the bytes of one plain run', async () => {
    const group = spawn('snakemake', args, { cwd: folder, stdio: 'ignore', detached: true });
    const ended = new Promise((resolve) => group.once('exit', resolve));
    const all = (state: string) => [1, 2, 3, 4].flatMap((shard) => rows('snake', shard, state));
    await until('some pictures are finished', () => all('finished').length >= 5);
    process.kill(-(group.pid ?? 0), 'SIGKILL');
    await ended;
    expect(all('waiting').length).toBeGreaterThan(0);
    expect(existsSync(join(folder, 'snake/manifest.csv'))).toBe(false);
    const before = all('finished').length;
    expect(before).toBeLessThan(COUNT);
    expect(await ran('snakemake', [...args, '--unlock'], { cwd: folder })).toMatchObject({ status: 0 });
    const again = await ran('snakemake', args, { cwd: folder });
    expect(again.status, again.err).toBe(0);
    expect(contents(join(folder, 'snake'))).toEqual(plain);
  });
});

describe.skipIf(!here.slurm && !isCi)('SLURM', () => {
  let slurm: Slurm | undefined;
  beforeAll(async () => {
    slurm = await startSlurm(join(folder, 'slurm'));
  });
  afterAll(() => slurm?.stop());

  const command = async (name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    if (!slurm) throw new Error('SLURM did not start');
    return slurm.command(folder, name, args, env);
  };
  const sbatch = async (...args: readonly string[]) => {
    const { verb: VERB, options: OPTIONS } = WORK;
    const env = { PICTURES: 'in', OUT: 'array', EOSIN, SHARDS: String(SHARDS), VERB, OPTIONS };
    const { out, err } = await command('sbatch', ['--parsable', ...args], env);
    expect(out, err).toMatch(/^\d+/);
    return out.trim();
  };
  const script = join(PROJECT, 'docs/cluster/eosin.sbatch');
  const isOver = async (job: string) =>
    (await command('squeue', ['--noheader', `--jobs=${job}`])).out.trim() === '';

  test('an array of four shards, one task killed and submitted again, gives the bytes of one plain run', async () => {
    const job = await sbatch(script);
    await until('the second shard has begun', () => rows('array', 2, 'finished').length >= 1);
    const { status } = await command('scancel', ['--signal=KILL', '--full', `${job}_1`]);
    expect(status).toBe(0);
    await until('the array is over', () => isOver(job), SECONDS);
    expect(rows('array', 2, 'waiting').length).toBeGreaterThan(0);
    for (const shard of [1, 3, 4]) expect(rows('array', shard, 'finished')).toHaveLength(inShard(shard));
    expect(await eosin(folder, 'merge', 'array')).toMatchObject({ status: 2, out: '' });

    const again = await sbatch('--array=1', script);
    const merge = await sbatch(
      `--dependency=afterok:${again}`,
      '--output=merge.log',
      '--wrap',
      `${EOSIN} merge array`,
    );
    await until('the merge is over', () => isOver(merge), SECONDS);
    expect(contents(join(folder, 'array'))).toEqual(plain);
  });
});
