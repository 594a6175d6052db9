import { columnsOf, tableHead, tableLines } from '../engine/batch/cells-table.ts';
import { batchFileName, batchFileNames, neededRecipe, partsOf } from '../engine/batch/files.ts';
import type { HashedFile } from '../engine/batch/hash-list.ts';
import { makeResult, type Seen } from '../engine/batch/make-result.ts';
import { modelsOf } from '../engine/batch/models-of.ts';
import { askedHash, resultHash } from '../engine/batch/result-hash.ts';
import { type Cache, createCache } from '../engine/cache.ts';
import { folderZip } from '../engine/formats/folder-zip.ts';
import { crc32 } from '../engine/formats/png-chunks.ts';
import { sha256 } from '../engine/models/sha256.ts';
import type { RenderContext, RenderExtras } from '../engine/render.ts';
import type { Source as EngineSource } from '../engine/source.ts';
import { hashInFolder, resultFolder, writeIn } from './batch-folder.ts';
import { blobBytes } from './blob-bytes.ts';
import { lookAt } from './look-at.ts';
import type { LabelSource, Source, Tasks } from './messages.ts';
import type { TaskEvent } from './serve.ts';

/** What a batch needs of the studio in the worker. */
export interface BatchRoom {
  engineSource(source: Source): EngineSource;
  /** What a person put beside the picture. */
  beside(guide: Source | undefined, labels: LabelSource | undefined): RenderExtras;
  /** Runs steps on the device, again where it is lost under them. */
  onDevice<Step, Result>(
    steps: (context: RenderContext) => AsyncGenerator<Step, Result>,
    signal: AbortSignal,
  ): AsyncGenerator<Step, Result>;
}

/** What the stages of one picture may keep. */
const CACHE_BYTES = 2 ** 28;
const THUMBNAIL_SIDE = 64;
/** Bytes that are read at a time. */
const PIECE = 2 ** 22;

/** The picture that was looked at last, with what was read of it: it is made next. */
let looked: { readonly id: string; readonly cache: Cache } | null = null;

/** The task `batchLook` of batch-messages.ts. */
export async function* batchLook(
  { source }: Tasks['batchLook']['ask'],
  { engineSource }: BatchRoom,
): AsyncGenerator<never, Tasks['batchLook']['answer']> {
  const cache = createCache(CACHE_BYTES);
  const seen = await lookAt(engineSource(source), cache, THUMBNAIL_SIDE);
  looked = { id: source.id, cache };
  return seen;
}

/** The task `batchMake`. */
export async function* batchMake(
  { source, recipe: asked, wish, guide, labels, folder, earlier }: Tasks['batchMake']['ask'],
  { engineSource, beside, onDevice }: BatchRoom,
  signal: AbortSignal,
): AsyncGenerator<TaskEvent | null, Tasks['batchMake']['answer']> {
  const cache = looked?.id === source.id ? looked.cache : createCache(CACHE_BYTES);
  looked = null;
  const from = engineSource(source);
  const extras = beside(guide, labels);
  const recipe = neededRecipe(asked, wish);
  const names = wish.files.map(batchFileName);
  const besides = {
    guide: (await extras.guide?.fingerprint()) ?? null,
    labels: labels ? await sha256(new Uint8Array(await labels.blob.arrayBuffer())) : null,
  };
  return yield* onDevice(async function* (context) {
    const begin = context.now();
    const row = {
      sourceSha256: (await from.fingerprint()).replace('sha256:', ''),
      recipeSha256: await askedHash(recipe, names.toSorted(), besides),
      models: await modelsOf(recipe, partsOf(recipe, wish), context.shelf),
    };
    const isSame =
      earlier?.state === 'finished' &&
      earlier.sourceSha256 === row.sourceSha256 &&
      earlier.recipeSha256 === row.recipeSha256 &&
      earlier.models === row.models;
    if (folder && isSame && (await hashInFolder(folder, source.name, names)) === earlier.resultSha256) {
      const { resultSha256, cells, seconds } = earlier;
      return { ...row, resultSha256, cells, seconds, invented: null, wasThere: true, files: [] };
    }
    const own = folder && (await resultFolder(folder, source.name, batchFileNames, names));
    const hashed: HashedFile[] = [];
    const files: { name: string; blob: Blob }[] = [];
    const put = async (name: string, bytes: Uint8Array<ArrayBuffer>) => {
      hashed.push({ name, sha256: await sha256(bytes) });
      if (own) await writeIn(own, name, bytes);
      else files.push({ name, blob: new Blob([bytes]) });
    };
    const steps = makeResult(from, recipe, wish, { ...context, cache }, signal, extras, put);
    const { cells, invented }: Seen = yield* steps;
    return {
      ...row,
      resultSha256: await resultHash(hashed),
      cells: cells === null ? '' : String(cells),
      seconds: (context.now() - begin).toFixed(3),
      invented,
      wasThere: false,
      files,
    };
  }, signal);
}

/** The task `batchWrite`. */
export async function* batchWrite({
  folder,
  name,
  content,
}: Tasks['batchWrite']['ask']): AsyncGenerator<never, Tasks['batchWrite']['answer']> {
  await writeIn(folder, name, content);
  return {};
}

/** The task `batchTable`. */
export async function* batchTable({
  tables,
}: Tasks['batchTable']['ask']): AsyncGenerator<null, Tasks['batchTable']['answer']> {
  const columns = new Set<string>();
  for (const { blob } of tables) {
    for (const column of columnsOf(await blob.text())) columns.add(column);
    yield null;
  }
  const parts: (string | Blob)[] = [tableHead(columns)];
  for (const { picture, blob } of tables) {
    parts.push(new Blob([tableLines(picture, await blob.text(), columns)])); // which the browser may put on the disk
    yield null;
  }
  return { table: new Blob(parts, { type: 'text/csv' }) };
}

/** The task `batchZip`. */
export async function* batchZip({
  files,
}: Tasks['batchZip']['ask']): AsyncGenerator<TaskEvent, Tasks['batchZip']['answer']> {
  const summed: { path: string; size: number; crc: number }[] = [];
  for (const { path, blob } of files) {
    const bytes = await blobBytes(blob, path);
    let crc = 0;
    for (let at = 0; at < bytes.size; at += PIECE) crc = crc32(bytes.read(at, PIECE), crc);
    summed.push({ path, size: blob.size, crc });
    yield {
      type: 'progress',
      progress: { stage: 'decode', words: 'Packing', done: summed.length, of: files.length },
    };
  }
  const { before, after } = folderZip(summed);
  const parts = files.flatMap(({ blob }, i) => [before[i] ?? '', blob]);
  return { zip: new Blob([...parts, after], { type: 'application/zip' }) };
}
