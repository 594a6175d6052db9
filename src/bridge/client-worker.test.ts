import { describe, expect, test } from 'vitest';
import { StudioError } from '../engine/errors.ts';
import { nextTask } from '../engine/steps/next-task.ts';
import { cleanUp, ending, gate, served, spinning, studio } from './client.fixture.ts';
import type { EnginePort } from './client.ts';
import { cells, fakeEngine, render, summary, wasm } from './engine.fixture.ts';
import type { Reply, Request } from './messages.ts';
import { serve } from './serve.ts';

function stoppable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

describe('a worker', () => {
  test('that does not stop a cancelled job is ended; another starts, and answers what waited behind', async () => {
    const asked: string[] = [];
    const second = () =>
      served({
        async *start({ base }) {
          asked.push(`start ${base}`);
          return wasm;
        },
        async *shelf() {
          asked.push('shelf');
          return [];
        },
      });
    const all = studio(() => spinning('colour'), second);
    await all.client.run('start', { backend: null, base: 'https://eosin/' });
    const abort = new AbortController();
    const spins = gate();
    const stuck = ending(
      all.client.run('render', render, { signal: abort.signal, progress: () => spins.open() }),
    );
    const behind = all.client.run('shelf', {});
    await spins.opened;
    abort.abort();
    await all.clock.advance(2_999);
    expect(all.spawned).toBe(1);
    await all.clock.advance(1);
    expect(all.spawned).toBe(2);
    expect(await stuck).toBe('cancelled: Cancelled.');
    expect(await behind).toEqual([]);
    expect(asked).toEqual(['start https://eosin/', 'shelf']);
  });

  test('that is silent for 30 seconds over what it has done before is ended; the job fails as stuck, by its name', async () => {
    const all = studio(
      () => spinning('colour', 'colour'),
      () =>
        served({
          shelf: async function* () {
            return [];
          },
        }),
    );
    await all.client.run('render', render);
    const spins = gate();
    const stuck = ending(all.client.run('render', render, { progress: () => spins.open() }));
    const behind = ending(all.client.run('shelf', {}));
    await spins.opened;
    await all.clock.advance(29_999);
    expect(all.spawned).toBe(1);
    await all.clock.advance(2_001);
    expect(await stuck).toBe(
      'stuck: cells.tif: the engine gave no sign of life for 30 seconds and was started again.',
    );
    expect(await behind).toBe('answered');
  });

  test.each([
    ['its first render', ['colour']],
    ['its first dream', ['colour', 'dream']],
  ] as const)('may be silent for 90 seconds over %s', async (_, stages) => {
    const all = studio(
      () => spinning(...stages),
      () => served({}),
    );
    if (stages.length > 1) await all.client.run('render', render);
    const spins = gate();
    const stuck = ending(all.client.run('render', render, { progress: () => spins.open() }));
    await spins.opened;
    await all.clock.advance(89_999);
    expect(all.spawned).toBe(1);
    await all.clock.advance(2_001);
    expect(await stuck).toBe(
      'stuck: cells.tif: the engine gave no sign of life for 90 seconds and was started again.',
    );
  });

  test('that answers is left alone, however long a job takes', async () => {
    const finish = gate();
    const all = studio(() =>
      served({
        async *render() {
          await finish.opened;
          return summary;
        },
      }),
    );
    const long = ending(all.client.run('render', render));
    await all.clock.advance(60_000);
    finish.open();
    expect(await long).toBe('answered');
    expect(all.spawned).toBe(1);
  });

  test('that is still on its way over a slow network is waited for, and a job can be cancelled meanwhile', async () => {
    const { port1, port2 } = new MessageChannel();
    cleanUp.push(() => port1.close());
    const all = studio(() => port1);
    const abort = new AbortController();
    const waits = ending(all.client.run('start', { backend: null, base: '' }));
    const given = ending(all.client.run('render', render, { signal: abort.signal }));
    await all.clock.advance(60_000);
    abort.abort();
    await all.clock.advance(3_000);
    expect(await given).toBe('cancelled: Cancelled.');
    serve(port2, () => fakeEngine({}));
    expect(await waits).toBe('answered');
    expect(all.spawned).toBe(1);
  });

  test('whose script cannot be loaded fails its jobs at once; the next job tries again', async () => {
    const missing: EnginePort = { postMessage: () => {}, onmessage: null, onerror: null };
    const all = studio(
      () => missing,
      () => served({}),
    );
    const first = ending(all.client.run('start', { backend: null, base: '' }));
    missing.onerror?.(new Event('error') as ErrorEvent);
    expect(await first).toBe('part: The engine could not be loaded. Reload the page when you are online.');
    expect(await ending(all.client.run('start', { backend: null, base: '' }))).toBe('answered');
  });

  test('that hangs before it begins any job fails them all instead of being started for ever', async () => {
    const silent = () => {
      const { port1, port2 } = new MessageChannel();
      port2.onmessage = ({ data }) => {
        if (data.type === 'start') port2.postMessage({ type: 'pong' }); // and then not a word
      };
      cleanUp.push(() => port1.close());
      return port1 as EnginePort;
    };
    const all = studio(silent);
    const start = ending(all.client.run('start', { backend: null, base: '' }));
    await all.clock.advance(100_000);
    expect(await start).toBe('stuck: The engine gave no sign of life for 90 seconds. Reload the page.');
    await all.clock.advance(200_000);
    expect(all.spawned).toBe(2);
  });
});

describe("a worker that takes another's place", () => {
  /** A client whose first worker has started, hangs in a render and has a shelf waiting behind it. */
  async function hung(...next: (() => EnginePort)[]) {
    const all = studio(() => spinning('colour'), ...next);
    await all.client.run('start', { backend: null, base: 'https://eosin/' });
    const { signal, abort } = stoppable();
    const spins = gate();
    const stuck = ending(all.client.run('render', render, { signal, progress: () => spins.open() }));
    const behind = stoppable();
    const shelf = ending(all.client.run('shelf', {}, { signal: behind.signal }));
    await spins.opened;
    abort();
    await all.clock.advance(3_000);
    expect([await stuck, all.spawned]).toEqual(['cancelled: Cancelled.', 2]);
    return { ...all, shelf, cancelShelf: behind.abort };
  }

  /** A worker that a test answers for. */
  function silentWorker() {
    const asked: Request[] = [];
    const port: EnginePort = { postMessage: (request) => asked.push(request), onmessage: null };
    const reply = (data: Reply) => port.onmessage?.(new MessageEvent('message', { data }));
    return { port, reply, asked: () => asked.map(({ type }) => type).filter((type) => type !== 'ping') };
  }

  test('is asked for nothing before its start has ended', async () => {
    const second = silentWorker();
    const all = await hung(() => second.port);
    const thumbnail = ending(all.client.run('thumbnail', { source: cells }));
    expect(second.asked()).toEqual(['start']);
    second.reply({ type: 'result', job: 4, answer: wasm });
    expect(second.asked()).toEqual(['start', 'shelf', 'thumbnail']);
    second.reply({ type: 'result', job: 3, answer: [] });
    second.reply({ type: 'result', job: 5, answer: [] });
    expect(await Promise.all([all.shelf, thumbnail])).toEqual(['answered', 'answered']);
  });

  test('and cannot start says why to whatever waits; the next job starts another', async () => {
    const broken = () =>
      served({
        async *start() {
          throw new StudioError('device', 'Eosin finds nothing to compute on.');
        },
        shelf: async function* () {
          return [];
        },
      });
    const sound = () =>
      served({
        shelf: async function* () {
          return [];
        },
      });
    const all = await hung(broken, sound);
    expect(await all.shelf).toBe(
      'device: The engine could not be started again. Eosin finds nothing to compute on.',
    );
    expect(await ending(all.client.run('shelf', {}))).toBe('answered');
  });

  test('lets what waits for its start be cancelled at once', async () => {
    const second = silentWorker();
    const all = await hung(() => second.port);
    all.cancelShelf();
    expect(await all.shelf).toBe('cancelled: Cancelled.');
    second.reply({ type: 'result', job: 4, answer: wasm });
    expect(second.asked()).toEqual(['start']);
  });
});

test('when the client closes, open jobs end as cancelled and no worker is started for what waited', async () => {
  const all = studio(() =>
    served({
      render: async function* () {
        return await new Promise(() => {});
      },
    }),
  );
  const jobs = [1, 2].map(() => ending(all.client.latest('render', 'render', render)));
  await nextTask();
  all.client.close();
  expect(await Promise.all(jobs)).toEqual(['cancelled: Cancelled.', 'cancelled: Cancelled.']);
  expect(all.spawned).toBe(1);
});
