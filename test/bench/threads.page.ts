import { race } from './race.ts';
import { type Row, rowOf } from './row.ts';

const SIDE = 256;
const ROUNDS = 15;
const THREADS = 2;

/** An engine of its own in a worker of its own; what it is asked for by name it does, one thing at a time. */
async function engine(threads: number): Promise<(name: string) => Promise<void>> {
  const worker = new Worker(new URL('./threads.worker.ts', import.meta.url), { type: 'module' });
  const answer = () =>
    new Promise<string>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<string>) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    });
  worker.postMessage({ threads, side: SIDE });
  const name = await answer();
  if (name.includes(`${threads} threads`) !== threads > 1) throw new Error(`${threads} threads: ${name}`);
  return async (task) => {
    worker.postMessage(task);
    await answer();
  };
}

/** One thread and two in turns, in a page that is isolated from other origins. Half a minute. */
export async function bench(): Promise<Row[]> {
  const [one, two] = [await engine(1), await engine(THREADS)];
  const rows: Row[] = [];
  for (const [task, what] of [
    ['dream', 'dream step in a browser, mixed6'],
    ['paint', 'generator in a browser'],
  ] as const) {
    const times = await race({ one: () => one(task), two: () => two(task) }, ROUNDS, 'wall');
    const row = { what, size: SIDE, engine: 'Eosin, WASM', clock: 'wall' } as const;
    rows.push(rowOf({ ...row, threads: 1 }, times.one));
    rows.push(
      rowOf({ ...row, threads: THREADS }, times.two, { peer: 'Eosin, WASM, one thread', times: times.one }),
    );
  }
  return rows;
}
