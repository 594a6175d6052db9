import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Row } from '../../engine/batch/manifest.ts';
import { fileHash, listHash } from './hashes.ts';
import { manifestsIn, readRows } from './manifest.ts';
import type { Task, Work } from './work.ts';

/** The SHA-256 of what was made of a picture; null where something of it is missing. */
export async function hashOfResult(files: readonly string[], isFolder: boolean): Promise<string | null> {
  const [only = ''] = files;
  for (const file of files) if (!(await stat(file).catch(() => null))?.isFile()) return null;
  return isFolder ? listHash(files) : fileHash(only);
}

/**
 * The pictures that are finished, by the manifests of a folder: of the same source, asked for in the same way, with the same models,
 * and the result is byte for byte the one that was written down.
 *
 * @returns their rows, by name.
 */
export async function finishedBefore(
  out: string,
  tasks: readonly Task[],
  kind: Work['kind'],
  asked: Pick<Row, 'recipeSha256' | 'models'>,
): Promise<ReadonlyMap<string, Row>> {
  const rows = new Map<string, Row[]>();
  for (const name of await manifestsIn(out)) {
    for (const row of readRows(join(out, name))) {
      if (row.state !== 'finished' || row.recipeSha256 !== asked.recipeSha256 || row.models !== asked.models)
        continue;
      rows.set(row.source, [...(rows.get(row.source) ?? []), row]);
    }
  }
  const finished = new Map<string, Row>();
  for (const { name, path, result, files } of tasks) {
    const named = (rows.get(name) ?? []).filter((row) => row.result === result);
    if (named.length === 0) continue;
    const hash = await hashOfResult(files, kind === 'cells');
    const whole = named.filter((row) => row.resultSha256 === hash);
    if (whole.length === 0) continue;
    const source = await fileHash(path).catch(() => null); // it is gone: the batch will say so
    const row = whole.find(({ sourceSha256 }) => sourceSha256 === source);
    if (row) finished.set(name, row);
  }
  return finished;
}
