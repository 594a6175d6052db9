import { expect, test } from 'vitest';
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
  const answer = { name: 'a.png', png: bytes.subarray(1), again: bytes.subarray(2) };
  const heard = await replies(
    {
      export: async function* () {
        return answer;
      },
    },
    { type: 'export', job: 1, ask: { ...render, what: 'edges' }, background: false },
  );
  expect(heard.at(-1)).toMatchObject({ type: 'result', answer: { png: new Uint8Array([2, 3, 4]) } });
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

test('a ping is answered', async () => {
  expect(await replies({}, { type: 'ping' })).toEqual([{ type: 'pong' }]);
});
