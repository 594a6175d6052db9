import { readdirSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { TABLE } from '../../engine/batch/cells-table.ts';
import { batchFileNames } from '../../engine/batch/files.ts';
import { lastRows, MANIFEST, type Row } from '../../engine/batch/manifest.ts';
import { cellEndings } from '../../engine/cells/cell-files.ts';
import { StudioError } from '../../engine/errors.ts';
import { checkFolder } from '../files.ts';
import { WrongUse } from '../verb.ts';
import { hashOfResult } from './finished.ts';
import { manifestsIn, readRows, shardOfName, writeManifest } from './manifest.ts';
import { writeTable } from './table.ts';

interface Candidate {
  readonly row: Row;
  /** The results' folder that its manifest lies in. */
  readonly folder: string;
}

/** @throws WrongUse naming the shards of which there is no manifest. */
function checkShards(names: readonly string[]): void {
  const sets = new Map<number, Set<number>>();
  for (const name of names) {
    const shard = shardOfName(name);
    if (shard) sets.set(shard.of, (sets.get(shard.of) ?? new Set()).add(shard.index));
  }
  for (const [of, there] of sets) {
    const missing = Array.from({ length: of }, (_, i) => i + 1).filter((index) => !there.has(index));
    if (missing.length > 0)
      throw new WrongUse(
        `there is no manifest of shard ${missing.map((i) => `${i}/${of}`).join(', ')}: run it first.`,
      );
  }
}

async function candidatesIn(folders: readonly string[]): Promise<ReadonlyMap<string, readonly Candidate[]>> {
  const found = new Map<string, Candidate[]>();
  const names: string[] = [];
  for (const folder of folders) {
    const manifests = await manifestsIn(folder);
    if (manifests.length === 0) throw new WrongUse(`the folder ${folder} holds no manifest of a batch.`);
    names.push(...manifests);
    for (const name of manifests)
      for (const row of lastRows(readRows(join(folder, name))).values())
        found.set(row.source, [...(found.get(row.source) ?? []), { row, folder }]);
  }
  checkShards(names);
  return found;
}

/** The files that a result is: itself, or what a folder holds of it. */
function filesOf({ row, folder }: Candidate): {
  readonly files: readonly string[];
  readonly isFolder: boolean;
} {
  const path = join(folder, row.result);
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isFolder) return { files: [path], isFolder };
  return {
    files: readdirSync(path)
      .filter((name) => batchFileNames.includes(name))
      .map((name) => join(path, name)),
    isFolder,
  };
}

async function isWhole(candidate: Candidate): Promise<boolean> {
  const { files, isFolder } = filesOf(candidate);
  return files.length > 0 && (await hashOfResult(files, isFolder)) === candidate.row.resultSha256;
}

/** The row that counts of a picture: a result that is there as it was written down, else a failure, else that it waits. */
async function chosen(name: string, candidates: readonly Candidate[]): Promise<Candidate> {
  const finished: Candidate[] = [];
  let isDamaged = false;
  for (const one of candidates.filter(({ row }) => row.state === 'finished')) {
    if (await isWhole(one)) finished.push(one);
    else isDamaged = true;
  }
  const [first, ...others] = finished;
  if (first) {
    const other = others.find(({ row }) => row.resultSha256 !== first.row.resultSha256);
    if (other)
      throw new StudioError(
        'file',
        `${name} has other results in ${first.folder} than in ${other.folder}: merge one of them.`,
      );
    return first;
  }
  const [any] = candidates;
  if (!any) throw new Error(`${name} has no row`);
  const failed = candidates.find(({ row }) => row.state === 'failed' || row.state === 'crashed');
  if (failed && !isDamaged) return failed;
  return { ...any, row: { ...any.row, state: 'waiting' } };
}

export interface Merged {
  readonly pictures: number;
  /** Those that failed, each with its sentence. */
  readonly failed: readonly Row[];
  /** The files that were written. */
  readonly written: readonly string[];
}

/**
 * Merges the manifests of shards, and the tables of the cells that they have found, in the order of the pictures' names and without
 * seconds: whatever the shards were, the same bytes come out. Each result is looked at; nothing is moved.
 *
 * @param folders of results.
 * @param out where the merged files are written, and where the results' paths in them begin.
 * @throws WrongUse where a shard has not run or not ended: then nothing is written.
 */
export async function mergeBatches(folders: readonly string[], out: string): Promise<Merged> {
  const all = await candidatesIn(folders);
  const picked: Candidate[] = [];
  for (const name of [...all.keys()].sort()) picked.push(await chosen(name, all.get(name) ?? []));
  const unfinished = picked.filter(({ row }) => row.state === 'waiting').map(({ row }) => row.source);
  if (unfinished.length > 0) {
    const others = unfinished.length > 1 ? ` and ${unfinished.length - 1} more are` : ' is';
    throw new WrongUse(
      `${unfinished[0]}${others} not finished: run the batch or its shards again with --resume.`,
    );
  }
  await checkFolder(out, { create: true });
  const rows = picked.map(({ row, folder }) => {
    const result = row.result && relative(resolve(out), resolve(folder, row.result)).replaceAll(sep, '/');
    return { ...row, result, seconds: '' };
  });
  await writeManifest(out, MANIFEST, rows);
  const written = [join(out, MANIFEST)];
  const tables = picked.flatMap(({ row, folder }) => {
    const table = join(folder, row.result, cellEndings.csv);
    const isThere =
      row.state === 'finished' && row.cells !== '' && statSync(table, { throwIfNoEntry: false });
    return isThere ? [{ name: row.source, table }] : [];
  });
  if (tables.length > 0) {
    writeTable(join(out, TABLE), tables);
    written.push(join(out, TABLE));
  }
  return { pictures: rows.length, failed: rows.filter(({ state }) => state !== 'finished'), written };
}
