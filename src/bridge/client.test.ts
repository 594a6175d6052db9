import { describe, expect, test } from 'vitest';
import { StudioError } from '../engine/errors.ts';
import { nextTask } from '../engine/steps/next-task.ts';
import { ending, gate, served, studio } from './client.fixture.ts';
import { cells, fakeEngine, progress, render, shown, summary, wasm } from './engine.fixture.ts';
import { serve } from './serve.ts';

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
          return { name: 'a.png', bytes: new Uint8Array(1) };
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
      { ...render, what: 'sheet', format: 'png' },
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

test('a listener hears of each failure, and so does whoever asked', async () => {
  const { client } = studio(() =>
    served({
      async *render() {
        throw new StudioError('model', 'There is no model "mist".');
      },
    }),
  );
  const heard: string[] = [];
  const leave = client.onFailure(({ code }) => heard.push(code));
  expect(await ending(client.run('render', render))).toBe('model: There is no model "mist".');
  leave();
  await ending(client.run('render', render));
  expect(heard).toEqual(['model']);
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
