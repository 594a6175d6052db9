import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TABLE } from '../../engine/batch/cells-table.ts';
import { lastRows, type Row } from '../../engine/batch/manifest.ts';
import { cellEndings } from '../../engine/cells/cell-files.ts';
import { createShelf } from '../../engine/models/shelf.ts';
import type { CellsReport } from '../cell-files.ts';
import { checkFolder, modelsOnDisk } from '../files.ts';
import { modelNamed } from '../model-file.ts';
import { progressLine } from '../progress.ts';
import { warn } from '../source-on-disk.ts';
import { failure, WrongUse } from '../verb.ts';
import { removeAside } from '../whole-file.ts';
import { finishedBefore, hashOfResult } from './finished.ts';
import { fileHash } from './hashes.ts';
import { manifestName, openManifest, readRows, writeManifest } from './manifest.ts';
import type { BatchPicture } from './pictures.ts';
import { type Ended, inProcesses } from './processes.ts';
import { ofShard, type Shard } from './shard.ts';
import { writeTable } from './table.ts';
import { modelsOfWork, recipeHash, type Task, type Work } from './work.ts';
import { openWorker, type Told } from './worker.ts';

/** How a batch is worked through. */
export interface BatchSettings {
  /** The folder of the results. */
  readonly out: string;
  /** Leaves out what is finished. */
  readonly resume: boolean;
  /** Processes beside this one; null for this one alone. */
  readonly jobs: number | null;
  /** The part that is worked on; null for all. */
  readonly shard: Shard | null;
}

/**
 * Where the results of a picture go: a file of its own name and what was made of it, or a folder of its own name. The extension
 * stays, so that no name depends on which other pictures there are.
 *
 * @param ending of a rendered file, as `.colour.png`.
 */
export function taskOf({ name, path }: BatchPicture, out: string, work: Work, ending: string): Task {
  if (work.kind !== 'cells')
    return { name, path, result: `${name}${ending}`, files: [join(out, `${name}${ending}`)] };
  const files = work.formats.map((format) => join(out, name, cellEndings[format]));
  return { name, path, result: name, files };
}

async function modelsIn(work: Work, root: string): Promise<string> {
  const { host } = await modelNamed(
    modelsOnDisk(root),
    work.kind === 'cells' ? (work.model ?? undefined) : undefined,
  );
  return modelsOfWork(work, createShelf(host, 0));
}

/** Works on pictures in this process, one after the other. */
async function inThisProcess(
  work: Work,
  root: string,
  tasks: readonly Task[],
  told: Told,
  ended: (task: Task, how: Ended) => Promise<void>,
): Promise<void> {
  const worker = await openWorker(work, root);
  try {
    for (const task of tasks) {
      let how: Ended;
      try {
        how = { state: 'finished', made: await worker.make(task, told) };
      } catch (error) {
        how = { state: 'failed', sentence: failure(error) };
      }
      await ended(task, how);
    }
  } finally {
    worker.close();
  }
}

/**
 * Takes the pictures of a batch, or of a shard of it, through the same work and writes down in a manifest what became of each, row by row. One that
 * fails marks its row, is named on stderr, and the others go on.
 *
 * @param pictures of the whole batch, in their order.
 * @param ending of a rendered file, as `.colour.png`.
 * @param found is told what was found in each picture, of cells.
 * @returns the names of those that failed.
 * @throws WrongUse where the folder holds another run's manifest and `resume` is not set.
 */
export async function runBatch(
  work: Work,
  pictures: readonly BatchPicture[],
  ending: string,
  { out, resume, jobs, shard }: BatchSettings,
  root: string,
  found: (report: CellsReport) => void = () => {},
): Promise<readonly string[]> {
  const name = manifestName(shard);
  const path = join(out, name);
  const tasks = (shard ? ofShard(pictures, shard) : pictures).map((one) => taskOf(one, out, work, ending));
  if (!resume && existsSync(path))
    throw new WrongUse(`${path} exists: go on with --resume, or name another folder.`);
  const asked = { recipeSha256: await recipeHash(work), models: await modelsIn(work, root) };
  await checkFolder(out, { create: true });
  await removeAside([path, join(out, TABLE), ...tasks.flatMap(({ files }) => files)]);
  const finished = resume ? await finishedBefore(out, tasks, work.kind, asked) : new Map<string, Row>();
  const left = tasks.filter((task) => !finished.has(task.name));
  const rowOf = (task: Task, change: Partial<Row> & Pick<Row, 'state'>): Row => ({
    source: task.name,
    sourceSha256: '',
    ...asked,
    result: '',
    resultSha256: '',
    cells: '',
    seconds: '',
    error: '',
    ...change,
  });
  const known = [...lastRows(readRows(path)).values()].filter(({ state }) => state === 'finished');
  await writeManifest(out, name, lastRows([...known, ...finished.values()]).values());
  const manifest = openManifest(path);
  const line = progressLine(left.length);
  const failed: string[] = [];
  const told: Told = {
    warn(sentence) {
      line.clear();
      warn(sentence);
    },
    show: line.show,
  };
  const ended = async (task: Task, how: Ended) => {
    line.clear();
    if (how.state !== 'finished') {
      const [error = ''] = how.sentence.split('\n'); // of a fault of ours the stack goes to stderr alone
      const sourceSha256 = await fileHash(task.path).catch(() => ''); // it cannot be read, which may be why
      manifest.add(rowOf(task, { state: how.state, error, sourceSha256 }));
      failed.push(task.name);
      warn(how.sentence);
      return;
    }
    const { sourceSha256, seconds, report } = how.made;
    const resultSha256 = (await hashOfResult(task.files, work.kind === 'cells')) ?? '';
    const measured = { cells: report ? String(report.cells) : '', seconds: seconds.toFixed(3) };
    manifest.add(
      rowOf(task, { state: 'finished', sourceSha256, result: task.result, resultSha256, ...measured }),
    );
    if (report) found(report);
    else process.stdout.write(`${task.files[0]}\n`);
  };
  try {
    if (left.length > 0) manifest.add(...left.map((task) => rowOf(task, { state: 'waiting' })));
    if (jobs === null) await inThisProcess(work, root, left, told, ended);
    else await inProcesses(jobs, work, left, told, ended);
  } finally {
    manifest.close();
  }
  const rows = lastRows(readRows(path));
  await writeManifest(out, name, rows.values());
  const isDone = (task: Task) => finished.has(task.name) || rows.get(task.name)?.state === 'finished';
  if (!shard && work.kind === 'cells' && work.formats.includes('csv'))
    writeTable(
      join(out, TABLE),
      tasks.filter(isDone).map((task) => ({ name: task.name, table: join(out, task.name, cellEndings.csv) })),
    );
  const before = finished.size > 0 ? `, ${finished.size} of them before` : '';
  warn(
    `${tasks.filter(isDone).length} of ${tasks.length} pictures are finished${before}; ${path} lists them.`,
  );
  return failed;
}
