import { expect, test } from 'vitest';
import { StudioError } from '../engine/errors.ts';
import { nextTask } from '../engine/steps/next-task.ts';
import { fakeEngine, render, shown, summary } from './engine.fixture.ts';
import type { Reply, Request, ShownPicture } from './messages.ts';
import { type Engine, serve } from './serve.ts';

/** Asks an engine over a real channel; resolves with every reply up to the job's ending. */
function replies(tasks: Partial<Engine>, request: Request): Promise<Reply[]> {
  const { port1, port2 } = new MessageChannel();
  serve(port2, () => fakeEngine(tasks));
  const heard: Reply[] = [];
  return new Promise((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<Reply>) => {
      heard.push(data);
      if (!['result', 'error', 'pong'].includes(data.type)) return;
      port1.close();
      resolve(heard);
    };
    port1.postMessage(request);
  });
}

test("a picture's bytes change hands: the sender's buffer is empty afterwards", async () => {
  const mine: ShownPicture = shown();
  const heard = await replies(
    {
      async *render() {
        yield { type: 'picture', shown: mine };
        return summary;
      },
    },
    { type: 'render', job: 7, ask: render, background: false },
  );
  expect(heard.map(({ type }) => type)).toEqual(['begun', 'picture', 'result']);
  expect(heard[1]).toEqual({ type: 'picture', job: 7, shown: shown() });
  expect(mine.picture.data.byteLength).toBe(0);
});

test('two views of one buffer go in one reply', async () => {
  const bytes = new Uint8Array([1, 2, 3, 4]);
  const answer = { name: 'a.png', bytes: bytes.subarray(1), again: bytes.subarray(2) };
  const heard = await replies(
    {
      export: async function* () {
        return answer;
      },
    },
    { type: 'export', job: 1, ask: { ...render, what: 'edges', format: 'png' }, background: false },
  );
  expect(heard.at(-1)).toMatchObject({ type: 'result', answer: { bytes: new Uint8Array([2, 3, 4]) } });
});

test('an answer that cannot be cloned is the error of its job', async () => {
  const answer = { ...summary, log: [() => {}] as never };
  const heard = await replies(
    {
      render: async function* () {
        return answer;
      },
    },
    { type: 'render', job: 3, ask: render, background: false },
  );
  expect(heard.at(-1)).toMatchObject({ type: 'error', job: 3, code: 'internal' });
});

/** Steps that end at once as WebKit's do after `return promise`: with a promise that nobody has awaited. */
function endingWith<Answer>(promise: Promise<Answer>): AsyncGenerator<never, Answer> {
  const steps = (async function* (): AsyncGenerator<never, Answer> {
    return await promise;
  })();
  // The types rule a promise out here, which that engine does not know.
  const unsettled = { done: true, value: promise } as never;
  return Object.assign(steps, { next: async () => unsettled });
}

test('an answer that is still a promise is awaited before it is told', async () => {
  const shelf = () => endingWith(nextTask().then(() => []));
  const heard = await replies({ shelf }, { type: 'shelf', job: 4, ask: {}, background: false });
  expect(heard).toEqual([
    { type: 'begun', job: 4 },
    { type: 'result', job: 4, answer: [] },
  ]);
});

test('an answer whose promise is broken is the error of its job', async () => {
  const refusal = new StudioError('model', 'index.json could not be fetched; is this computer offline?');
  const shelf = () => endingWith<never>(nextTask().then(() => Promise.reject(refusal)));
  const heard = await replies({ shelf }, { type: 'shelf', job: 5, ask: {}, background: false });
  expect(heard.at(-1)).toMatchObject({ type: 'error', job: 5, code: 'model', sentence: refusal.message });
});

test.each([
  'Failed to fetch dynamically imported module: https://eosin/assets/jpeg-1.js', // Chromium
  'error loading dynamically imported module: https://eosin/assets/jpeg-1.js', // Firefox
  'Importing a module script failed.', // WebKit
  "'text/html' is not a valid JavaScript MIME type.", // WebKit, where a server has a page for every address
])('a script that is gone is a missing part: %s', async (words) => {
  const heard = await replies(
    {
      thumbnail: async function* () {
        throw new TypeError(words);
      },
    },
    { type: 'thumbnail', job: 6, ask: { source: render.source }, background: false },
  );
  expect(heard.at(-1)).toMatchObject({ type: 'error', job: 6, code: 'part' });
});

test('a ping is answered', async () => {
  expect(await replies({}, { type: 'ping' })).toEqual([{ type: 'pong' }]);
});
