import type { StoreApi } from 'zustand';
import type { Client } from '../../bridge/client.ts';
import { TABLE } from '../../engine/batch/cells-table.ts';
import type { Manifest } from '../../engine/models/manifest.ts';
import type { Picture } from '../../engine/picture.ts';
import { codeOf, sentenceAbout } from '../failure.ts';
import type { Wish } from '../rendering.ts';
import type { StudioStore } from '../studio.ts';
import { type BatchState, createBatchStore, emptyBatch } from './batch-store.ts';
import { forgetOwnFolder, isPermitted, ownFolder } from './folders.ts';
import type { KeptBatch } from './kept-batch.ts';
import { type BatchPlan, refusal } from './plan.ts';
import { filesToPack, folderResults, memoryResults, type Results } from './results.ts';
import { failedRow, finishedRow, waitingRow } from './rows.ts';
import { earlierIn, runBatch } from './run-batch.ts';
import { wishesOf } from './wishes-of.ts';

/** What a person can ask of a batch. */
export interface Batch {
  readonly store: StoreApi<BatchState>;
  /** Begins a batch; says why it cannot. */
  start(plan: BatchPlan): Promise<void>;
  /** Goes on where it stands: after a pause, and after a closed tab, where a press may have to say that folders may be used. */
  goOn(): Promise<void>;
  pause(): void;
  /** Ends it with what is finished. */
  cancel(): Promise<void>;
  /** Tries the bad ones again. */
  retry(): Promise<void>;
  /** Packs what is finished and hands it to the browser's downloads. */
  saveZip(): Promise<void>;
  /** Forgets the batch that has ended. */
  fresh(): Promise<void>;
  /** Pictures of it by name, each as it was made. @throws Error in a sentence where one is no longer to be had. */
  wishes(names: ReadonlySet<string>): Promise<readonly Wish[]>;
  /** RGBA; undefined where it was not looked at, or long ago. */
  thumbnail(name: string): Picture | undefined;
}

export interface BatchHost {
  readonly kept: KeptBatch;
  /** Hands a file to the browser's downloads. */
  save(name: string, blob: Blob): void;
  /** Takes the batch from other tabs until the answer is called; null where one has it. */
  hold(): Promise<(() => void) | null>;
}

/** Thumbnails that are held: some 8 MB. */
const MOST_THUMBNAILS = 512;

const ELSEWHERE = 'Another tab of this page works on a batch: go on there, or close that tab.';
const NOT_PERMITTED = 'The folders may not be used: press Go on again and allow it.';
const NOT_READABLE = 'The folder of the pictures may not be read: press once more and allow it.';
const NOT_KEPT =
  'This browser does not keep what the batch needs to go on: leave the tab open until it has ended.';

/** The models, as soon as they are known: who goes on at once after a reload is ahead of them. @throws the signal's reason. */
function whenModels(studio: StudioStore, signal: AbortSignal): Promise<readonly Manifest[]> {
  const { models } = studio.getState();
  if (models) return Promise.resolve(models);
  return new Promise((resolve, reject) => {
    const stop = studio.subscribe(({ models: found }) => {
      if (!found) return;
      stop();
      resolve(found);
    });
    const aborted = () => {
      stop();
      reject(signal.reason);
    };
    signal.addEventListener('abort', aborted, { once: true });
  });
}

/** @param now milliseconds on a clock that only goes forward. */
export function openBatch(
  studio: StudioStore,
  client: Pick<Client, 'run'>,
  { kept, save, hold }: BatchHost,
  now: () => number,
): Batch {
  const store = createBatchStore();
  const thumbnails = new Map<string, Picture>();
  let results: Results | null = null;
  let invented: ReadonlyMap<string, number> = new Map();
  let letGo: (() => void) | null = null;
  let running: { readonly controller: AbortController; readonly ended: Promise<void> } | null = null;

  const fault = (sentence: string) => store.setState({ fault: sentence });
  const announce = (words: string) => studio.getState().announce(words);

  const held = async () => {
    letGo ??= await hold();
    if (!letGo) fault(ELSEWHERE);
    return letGo !== null;
  };

  const resultsOf = async ({ to }: BatchPlan, isNew: boolean): Promise<Results> => {
    const folder = to ?? (await ownFolder(isNew));
    return folder ? folderResults(folder, client) : memoryResults();
  };

  const work = async (plan: BatchPlan, place: Results, signal: AbortSignal) => {
    const models = await whenModels(studio, signal);
    const earlier = await earlierIn(place, plan, invented);
    const room = {
      client,
      store,
      results: place,
      models,
      now,
      measured: kept.measured,
      thumbnail(name: string, picture: Picture) {
        thumbnails.set(name, picture);
        const [oldest] = thumbnails.keys();
        if (thumbnails.size > MOST_THUMBNAILS && oldest !== undefined) thumbnails.delete(oldest);
        store.setState(({ rows }) => ({ rows: [...rows] })); // so that it is drawn
      },
    };
    const isDone = await runBatch(plan, earlier, room, signal);
    store.setState({ phase: isDone ? 'ended' : 'paused' });
    if (!isDone) return;
    if (plan.to) {
      await kept.forget();
      release();
    } else {
      await kept.ended(plan);
      await saveZip();
    }
    announce('The batch has ended');
  };

  /** Works until it is done or told to stop. */
  const run = async () => {
    const { plan } = store.getState();
    if (!plan || running) return;
    if (!(await held())) return;
    results ??= await resultsOf(plan, false);
    const controller = new AbortController();
    store.setState({ phase: 'running', fault: null });
    const ended = work(plan, results, controller.signal)
      .catch((error: unknown) => {
        if (codeOf(error) !== 'cancelled') fault(sentenceAbout('The batch', error));
        store.setState({ phase: 'paused' });
      })
      .finally(() => {
        running = null;
      });
    running = { controller, ended };
    await ended;
  };

  const release = () => {
    letGo?.();
    letGo = null;
  };

  /** Whether the folders of a batch may still be used: after a reload a press has to say so. */
  const mayUseFolders = async ({ from, to }: BatchPlan) => {
    const isAllowed =
      (!from || (await isPermitted(from, 'read'))) && (!to || (await isPermitted(to, 'readwrite')));
    if (!isAllowed) fault(NOT_PERMITTED);
    return isAllowed;
  };

  const stop = async () => {
    running?.controller.abort();
    await running?.ended;
  };

  const saveZip = async () => {
    const { rows, plan } = store.getState();
    if (!plan || !results) return;
    const finished = rows.filter(({ state }) => state === 'finished').map(({ name }) => name);
    try {
      store.setState({ packed: 0, fault: null });
      const files = await filesToPack(results, finished, [TABLE]);
      const { zip } = await client.run(
        'batchZip',
        { files },
        { background: true, progress: ({ done, of }) => store.setState({ packed: done / of }) },
      );
      save('eosin-batch.zip', zip);
    } catch (error) {
      fault(sentenceAbout('The ZIP', error));
    } finally {
      store.setState({ packed: null });
    }
  };

  const load = async () => {
    const found = await kept.load();
    if (!found) return;
    const free = await hold();
    if (!free) return; // the tab that works on it shows it
    free();
    if (store.getState().plan) return;
    const { plan, hasEnded } = found;
    invented = found.invented;
    results = hasEnded ? await resultsOf(plan, false) : null;
    const { byName } = results ? await earlierIn(results, plan, invented) : { byName: null };
    const rows = plan.pictures.map(({ name }) => {
      const line = byName?.get(name);
      if (line?.state === 'finished') return finishedRow(line, invented.get(name) ?? null);
      return line?.state === 'failed' ? failedRow(name, line.error) : waitingRow(name);
    });
    store.setState({ phase: hasEnded ? 'ended' : 'kept', plan, rows });
  };
  const loaded = load();

  return {
    store,
    async start(plan) {
      const why = refusal(plan);
      if (why) return fault(why);
      await loaded;
      if (!(await held())) return;
      thumbnails.clear();
      invented = new Map();
      results = await resultsOf(plan, true);
      store.setState({
        ...emptyBatch,
        phase: 'running',
        plan,
        rows: plan.pictures.map(({ name }) => waitingRow(name)),
      });
      const isKept = results.folder !== null && (await kept.keep(plan));
      if (!isKept) studio.getState().alert('batch', NOT_KEPT);
      announce('The batch has begun');
      await run();
    },
    async goOn() {
      const { plan } = store.getState();
      if (plan && (await mayUseFolders(plan))) await run();
    },
    pause: () => void stop(),
    async cancel() {
      if (!(await held())) return; // another tab has taken it up
      await stop();
      const { plan, rows } = store.getState();
      if (!plan || !rows.some(({ state }) => state === 'finished')) return await fresh();
      await (plan.to ? kept.forget() : kept.ended(plan));
      store.setState({ phase: 'ended' });
    },
    async retry() {
      const { plan, phase } = store.getState();
      if (!plan || !(await held()) || !(await mayUseFolders(plan))) return;
      if (phase === 'ended') await kept.keep(plan);
      store.setState(({ rows }) => ({
        rows: rows.map((row) => (row.state === 'failed' ? waitingRow(row.name) : row)),
      }));
      if (!running) await run();
    },
    saveZip,
    async wishes(names) {
      const { plan } = store.getState();
      if (!plan) return [];
      if (plan.from && !(await isPermitted(plan.from, 'read'))) throw new Error(NOT_READABLE);
      return await wishesOf(plan, names, studio.getState().models ?? [], client);
    },
    async fresh() {
      if (await held()) await fresh();
    },
    thumbnail: (name) => thumbnails.get(name),
  };

  async function fresh(): Promise<void> {
    await stop();
    await kept.forget();
    if (!store.getState().plan?.to) await forgetOwnFolder();
    results = null;
    thumbnails.clear();
    release();
    store.setState(emptyBatch);
  }
}
