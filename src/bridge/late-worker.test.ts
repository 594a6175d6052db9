import { expect, test } from 'vitest';
import { lateWorker } from './late-worker.ts';
import type { Reply, Request } from './messages.ts';

/** A worker that notes what it hears. */
function noting() {
  const heard: Request[] = [];
  const worker = { heard, ended: false, onmessage: null, onerror: null } as unknown as Worker & {
    heard: Request[];
    ended: boolean;
  };
  worker.postMessage = (request: Request) => void heard.push(request);
  worker.terminate = () => {
    worker.ended = true;
  };
  return worker;
}

const ping: Request = { type: 'ping' };
const cancel: Request = { type: 'cancel', job: 3 };

test('what is asked before the worker is made reaches it in order, and what it says comes back', async () => {
  const worker = noting();
  let made = 0;
  let go = () => {};
  const ready = new Promise<void>((resolve) => {
    go = resolve;
  });
  const port = lateWorker(ready, () => {
    made++;
    return worker;
  });
  const said: Reply[] = [];
  port.onmessage = ({ data }) => said.push(data);
  port.postMessage(ping);
  port.postMessage(cancel);
  expect(made).toBe(0);
  go();
  await ready;
  expect(worker.heard).toEqual([ping, cancel]);
  port.postMessage(ping);
  expect(worker.heard).toEqual([ping, cancel, ping]);
  worker.onmessage?.({ data: { type: 'pong' } } as MessageEvent<Reply>);
  expect(said).toEqual([{ type: 'pong' }]);
  port.terminate?.();
  expect(worker.ended).toBe(true);
});

test('one that was ended before is never made', async () => {
  let made = 0;
  const port = lateWorker(Promise.resolve(), () => {
    made++;
    return noting();
  });
  port.terminate?.();
  await Promise.resolve();
  expect(made).toBe(0);
});
