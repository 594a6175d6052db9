import type { StoreApi } from 'zustand';
import type { Client } from '../../bridge/client.ts';
import { TABLE } from '../../engine/batch/cells-table.ts';
import { batchFileName } from '../../engine/batch/files.ts';
import { lastRows, MANIFEST, type Row } from '../../engine/batch/manifest.ts';
import type { ErrorCode } from '../../engine/errors.ts';
import type { Manifest } from '../../engine/models/manifest.ts';
import type { Picture } from '../../engine/picture.ts';
import { codeOf, sentenceAbout } from '../failure.ts';
import type { BatchState } from './batch-store.ts';
import type { BatchPlan, PlannedPicture } from './plan.ts';
import { plannedSource } from './planned-source.ts';
import { recipeOf, wishFor } from './recipe-of.ts';
import type { Results } from './results.ts';
import { type BatchRow, failedRow, finishedRow, manifestOf, waitingRow } from './rows.ts';

/** What a run stands on. */
export interface BatchRoom {
  readonly client: Pick<Client, 'run'>;
  readonly store: Pick<StoreApi<BatchState>, 'getState' | 'setState'>;
  readonly results: Results;
  /** The models on the shelf. */
  readonly models: readonly Manifest[];
  /** Takes a picture's thumbnail: RGBA, at most 64 px a side. */
  thumbnail(name: string, picture: Picture): void;
  /** Is told what no manifest has a column for. */
  measured(name: string, invented: number): Promise<void>;
  /** Milliseconds on a clock that only goes forward. */
  now(): number;
}

/** What stops the whole batch: the next picture would fail in the same way. */
const OF_ALL: readonly ErrorCode[] = ['storage', 'model', 'part', 'cancelled'];
/** So many pictures in a row without a device: it will not come back by itself. */
const MOST_LOST = 3;
/** A manifest of thousands of rows is not written anew more often than this. */
const MANIFEST_MS = 2000;
/** The next picture's time is told from the last so many. */
const RECENT = 12;

/** Makes one picture of a batch. @returns its row, and whether all of it was there before. */
async function made(
  plan: BatchPlan,
  picture: PlannedPicture,
  earlier: Row | null,
  { client, results, models, thumbnail, measured }: BatchRoom,
  signal: AbortSignal,
): Promise<{ readonly row: BatchRow; readonly wasThere: boolean }> {
  const { name, labels } = picture;
  const { guide } = plan;
  const listener = { background: true, signal };
  const source = await plannedSource(picture, plan);
  const look = await client.run('batchLook', { source }, listener);
  thumbnail(name, look.picture);
  const recipe = recipeOf(plan, picture, look.facts, models);
  const wish = wishFor(recipe, plan.wish, name, look.facts);
  const answer = await client.run(
    'batchMake',
    {
      source,
      recipe,
      wish,
      folder: results.folder,
      earlier,
      ...(guide && recipe.dream.objective === 'guide' && { guide }),
      ...(labels && { labels }),
    },
    listener,
  );
  const { invented, wasThere, files, ...line } = answer;
  results.take(name, files);
  if (invented !== null) await measured(name, invented);
  const written = { source: name, ...line, result: name, state: 'finished', error: '' } as const;
  const row = finishedRow(written, invented, look.facts.warning);
  return { row, wasThere };
}

/** The rows of an earlier run: what each says of its picture, and those of pictures that this batch does not have. */
export interface Earlier {
  readonly byName: ReadonlyMap<string, Row>;
  readonly others: readonly Row[];
  readonly invented: ReadonlyMap<string, number>;
}

/** What the manifest among the results says. */
export async function earlierIn(
  results: Results,
  { pictures }: BatchPlan,
  invented: ReadonlyMap<string, number>,
): Promise<Earlier> {
  const byName = lastRows(await results.rows());
  const own = new Set(pictures.map(({ name }) => name));
  const others = [...byName.values()].filter(({ source, state }) => !own.has(source) && state === 'finished');
  return { byName, others, invented };
}

/**
 * Works on the waiting pictures of a batch, one after the other, until all are done, `signal` ends it, or nothing can be done any more, which
 * the store then says. A bad one marks its row. What is finished is in the manifest before the next begins.
 *
 * @returns whether it came to its end.
 */
export async function runBatch(
  plan: BatchPlan,
  earlier: Earlier,
  room: BatchRoom,
  signal: AbortSignal,
): Promise<boolean> {
  const { store, results, now } = room;
  const paces: number[] = [];
  let written = Number.NEGATIVE_INFINITY;
  let lost = 0;
  const put = (at: number, row: BatchRow) => store.setState(({ rows }) => ({ rows: rows.with(at, row) }));
  const writeManifest = async (always: boolean) => {
    if (!always && now() - written < MANIFEST_MS && plan.pictures.length > 1000) return;
    await results.put(MANIFEST, manifestOf(store.getState().rows, earlier.others));
    written = now();
  };

  try {
    await writeManifest(true);
    for (;;) {
      const at = store.getState().rows.findIndex(({ state }) => state === 'waiting'); // also one that is tried again
      const picture = plan.pictures[at];
      if (!picture) break;
      const { name } = picture;
      signal.throwIfAborted();
      put(at, { ...waitingRow(name), state: 'working' });
      const begin = now();
      try {
        const { row, wasThere } = await made(plan, picture, earlier.byName.get(name) ?? null, room, signal);
        put(at, { ...row, invented: row.invented ?? earlier.invented.get(name) ?? null });
        lost = 0;
        if (!wasThere) paces.push((now() - begin) / 1000);
      } catch (error) {
        const code = codeOf(error);
        lost = code === 'device' ? lost + 1 : 0;
        if (OF_ALL.includes(code) || lost === MOST_LOST || signal.aborted) {
          put(at, waitingRow(name));
          throw error;
        }
        const [sentence = ''] = sentenceAbout(name, error).split('\n');
        put(at, failedRow(name, sentence));
      }
      const recent = paces.slice(-RECENT);
      if (recent.length > 0)
        store.setState({ pace: recent.reduce((sum, pace) => sum + pace, 0) / recent.length });
      await writeManifest(false);
    }
    await writeManifest(true);
    if (plan.wish.files.includes('csv')) await writeTable(plan, room);
    return true;
  } catch (error) {
    if (codeOf(error) !== 'cancelled' && !signal.aborted)
      store.setState({ fault: error instanceof Error ? error.message : String(error) });
    await writeManifest(true).catch(() => {}); // the folder may be gone, which was said
    return false;
  }
}

/** One table of the cells of all pictures that are finished. */
async function writeTable(plan: BatchPlan, { client, store, results }: BatchRoom): Promise<void> {
  const { rows } = store.getState();
  const tables: { picture: string; blob: Blob }[] = [];
  for (const [at, { name }] of plan.pictures.entries()) {
    if (rows[at]?.state !== 'finished') continue;
    const files = await results.filesOf(name);
    const table = files.find(({ path }) => path === `${name}/${batchFileName('csv')}`);
    if (table) tables.push({ picture: name, blob: table.blob });
  }
  const { table } = await client.run('batchTable', { tables }, { background: true });
  await results.put(TABLE, table);
}
