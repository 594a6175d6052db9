import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import { StudioError } from '../engine/errors.ts';
import { nextTask } from '../engine/steps/next-task.ts';
import { createClient, type EnginePort } from './client.ts';
import { cells, fakeEngine, progress, render, shown, summary, wasm } from './engine.fixture.ts';
import { handClock } from './hand-clock.fixture.ts';
import { type Engine, serve } from './serve.ts';

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanUp.splice(0)) clean();
});

/** The page's end of a real channel with an engine at the other. */
function served(tasks: Partial<Engine>): EnginePort {
  const { port1, port2 } = new MessageChannel();
  serve(port2, () => fakeEngine(tasks));
  cleanUp.push(() => port1.close());
  return Object.assign(port1, { terminate: () => port1.close() });
}

/** A thread of its own that answers `start`, and never returns to its event loop from a render. */
function spinning(): EnginePort {
  const { port1, port2 } = new MessageChannel();
  const code = `
    const { workerData: port } = require('node:worker_threads');
    port.onmessage = ({ data: { type, job } }) => {
      if (type === 'start') port.postMessage({ type: 'result', job, answer: {} });
      if (type !== 'render') return;
      port.postMessage({ type: 'begun', job });
      port.postMessage({ type: 'progress', job, progress: {} });
      for (;;);
    };`;
  // The DOM's types and Node's each have a MessagePort; here they are the same.
  const worker = new Worker(code, { eval: true, workerData: port2, transferList: [port2 as never] });
  const terminate = () => {
    port1.close();
    void worker.terminate();
  };
  cleanUp.push(terminate);
  return Object.assign(port1, { terminate });
}

/** A client whose workers come from a list, the last one again and again. */
function studio(...workers: (() => EnginePort)[]) {
  const clock = handClock();
  let spawned = 0;
  const client = createClient(() => {
    const next = workers[Math.min(spawned++, workers.length - 1)];
    if (!next) throw new Error('name a worker');
    return next();
  }, clock.after);
  cleanUp.push(() => client.close());
  return {
    client,
    clock,
    get spawned() {
      return spawned;
    },
  };
}

/** Something to wait for. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

/** How a job ends, in words. */
const ending = (job: Promise<unknown>) =>
  job.then(
    () => 'answered',
    (error: unknown) =>
      error instanceof StudioError ? `${error.code}: ${error.message}` : `strange: ${error}`,
  );

describe('a job', () => {
  test('tells progress and pictures in order, then its answer', async () => {
    const story: unknown[] = [];
    const { client } = studio(() =>
      served({
        async *render({ source }) {
          yield { type: 'progress', progress: progress(1) };
          yield { type: 'picture', shown: shown() };
          yield { type: 'progress', progress: progress(2) };
          story.push(source.name);
          return summary;
        },
      }),
    );
    const answer = await client.run('render', render, {
      progress: ({ done }) => story.push(done),
      picture: ({ stage, picture }) => story.push(`${stage} ${picture.data[15]}`),
    });
    expect(story.toSorted()).toEqual([1, 2, cells.name, 'edges 128']);
    expect(story.filter((what) => what !== cells.name)).toEqual([1, 'edges 128', 2]);
    expect(answer).toEqual(summary);
  });

  test('fails with the code, sentence and stack of a StudioError', async () => {
    const { client } = studio(() =>
      served({
        async *render() {
          throw new StudioError('file', 'cells.tif: the file ends in the middle of a strip.');
        },
      }),
    );
    const error = await client.run('render', render).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StudioError);
    expect(error).toMatchObject({
      code: 'file',
      message: 'cells.tif: the file ends in the middle of a strip.',
    });
    expect((error as StudioError).stack).toContain('client.test.ts'); // shown to be a StudioError above
  });

  test('fails as internal, in a sentence, on any other error', async () => {
    const { client } = studio(() =>
      served({
        async *render() {
          throw new TypeError('x is undefined');
        },
      }),
    );
    expect(await ending(client.run('render', render))).toBe(
      'internal: Eosin made a mistake (x is undefined). Please try again.',
    );
  });

  test('whose signal is aborted already is never sent', async () => {
    let begun = 0;
    const { client } = studio(() =>
      served({
        async *render() {
          begun++;
          return summary;
        },
      }),
    );
    expect(await ending(client.run('render', render, { signal: AbortSignal.abort() }))).toBe(
      'cancelled: Cancelled.',
    );
    await ending(client.run('start', { backend: null, base: '' }));
    expect(begun).toBe(0);
  });

  test('that is cancelled while it waits never begins', async () => {
    const begun: string[] = [];
    const { client } = studio(() =>
      served({
        async *render({ source }) {
          begun.push(source.name);
          for (let i = 0; i < 50; i++) yield { type: 'progress', progress: progress(i) };
          return summary;
        },
      }),
    );
    const abort = new AbortController();
    const first = ending(client.run('render', render));
    const { signal } = abort;
    const second = ending(
      client.run('render', { ...render, source: { ...cells, name: 'b.png' } }, { signal }),
    );
    abort.abort();
    expect(await Promise.all([first, second])).toEqual(['answered', 'cancelled: Cancelled.']);
    expect(begun).toEqual(['cells.tif']);
  });

  test('that is cancelled while it runs stops between two steps', async () => {
    let steps = 0;
    let isFreed = false;
    const { client } = studio(() =>
      served({
        async *render() {
          try {
            for (; ; steps++) yield { type: 'progress', progress: progress(steps) };
          } finally {
            isFreed = true;
          }
        },
      }),
    );
    const abort = new AbortController();
    const job = client.run('render', render, {
      signal: abort.signal,
      progress: ({ done }) => done === 5 && abort.abort(),
    });
    expect(await ending(job)).toBe('cancelled: Cancelled.');
    const stopped = steps;
    await nextTask();
    expect([steps, isFreed]).toEqual([stopped, true]);
  });

  test('of the background gives way to one that is not, and both are answered', async () => {
    const order: string[] = [];
    const { client } = studio(() =>
      served({
        async *export() {
          for (let i = 0; i < 200; i++) yield { type: 'progress', progress: progress(i) };
          order.push('background');
          return { name: 'a.png', png: new Uint8Array(1) };
        },
        async *render() {
          yield { type: 'progress', progress: progress(1) };
          order.push('foreground');
          return summary;
        },
      }),
    );
    const began = gate();
    const far = client.run(
      'export',
      { ...render, what: 'sheet' },
      { background: true, progress: () => began.open() },
    );
    await began.opened;
    await Promise.all([far, client.run('render', render)]);
    expect(order).toEqual(['foreground', 'background']);
  });
});

test('50 slider moves in a quarter of a second begin 3 renders of 200 ms, each move ends once, the last is answered', async () => {
  let begun = 0;
  const { client, clock } = studio(() =>
    served({
      async *render() {
        begun++;
        await new Promise<void>((resolve) => clock.after(200, resolve));
        return summary;
      },
    }),
  );
  const moves: Promise<string>[] = [];
  for (let move = 1; move <= 50; move++) {
    moves.push(ending(client.latest('render', 'render', render)));
    await clock.advance(5);
  }
  for (let i = 0; i < 10; i++) await clock.advance(100);
  const endings = await Promise.all(moves);
  expect(begun).toBeLessThanOrEqual(3);
  expect(endings.at(-1)).toBe('answered');
  expect(endings.filter((how) => how === 'answered')).toHaveLength(begun);
  expect(endings.filter((how) => how.startsWith('cancelled'))).toHaveLength(50 - begun);
});

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
    const all = studio(() => spinning(), second);
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

  test('that is silent for 30 seconds is ended, and the job that held it up fails as stuck, by its name', async () => {
    const all = studio(
      () => spinning(),
      () =>
        served({
          shelf: async function* () {
            return [];
          },
        }),
    );
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
    expect(await first).toBe(
      'internal: The engine could not be loaded. Reload the page when you are online.',
    );
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
    await all.clock.advance(40_000);
    expect(await start).toBe('stuck: The engine gave no sign of life for 30 seconds. Reload the page.');
    await all.clock.advance(60_000);
    expect(all.spawned).toBe(2);
  });
});

test('a listener hears of each device until it leaves', async () => {
  const { port1, port2 } = new MessageChannel();
  const { client } = studio(() => port1);
  serve(port2, (tell) =>
    fakeEngine({
      async *start() {
        tell(wasm);
        tell({ ...wasm, rebuilt: 1 });
        return wasm;
      },
    }),
  );
  const heard: number[] = [];
  const leave = client.onDevice(({ rebuilt }) => heard.push(rebuilt));
  await client.run('start', { backend: null, base: '' });
  leave();
  await client.run('start', { backend: null, base: '' });
  expect(heard).toEqual([0, 1]);
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
