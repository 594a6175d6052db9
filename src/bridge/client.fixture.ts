import { Worker } from 'node:worker_threads';
import { afterEach } from 'vitest';
import { StudioError } from '../engine/errors.ts';
import type { Stage } from '../engine/render-event.ts';
import { createClient, type EnginePort } from './client.ts';
import { fakeEngine } from './engine.fixture.ts';
import { handClock } from './hand-clock.fixture.ts';
import { type Engine, serve } from './serve.ts';

/** What a test leaves open, to be closed after it. */
export const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanUp.splice(0)) clean();
});

/** The page's end of a real channel with an engine at the other. */
export function served(tasks: Partial<Engine>): EnginePort {
  const { port1, port2 } = new MessageChannel();
  serve(port2, () => fakeEngine(tasks));
  cleanUp.push(() => port1.close());
  return Object.assign(port1, { terminate: () => port1.close() });
}

/**
 * A thread of its own that answers `start`. Of its renders it tells one stage each, and does not return to its event loop
 * from the last.
 */
export function spinning(...stages: Stage[]): EnginePort {
  const { port1, port2 } = new MessageChannel();
  const code = `
    const { workerData: { port, stages } } = require('node:worker_threads');
    port.onmessage = ({ data: { type, job } }) => {
      if (type === 'ping') port.postMessage({ type: 'pong' });
      if (type === 'start') port.postMessage({ type: 'result', job, answer: {} });
      if (type !== 'render') return;
      port.postMessage({ type: 'begun', job });
      port.postMessage({ type: 'progress', job, progress: { stage: stages.shift() } });
      if (stages.length === 0) for (;;);
      port.postMessage({ type: 'result', job, answer: {} });
    };`;
  // The DOM's types and Node's each have a MessagePort; here they are the same.
  const worker = new Worker(code, {
    eval: true,
    workerData: { port: port2, stages },
    transferList: [port2 as never],
  });
  const terminate = () => {
    port1.close();
    void worker.terminate();
  };
  cleanUp.push(terminate);
  return Object.assign(port1, { terminate });
}

/** A client whose workers come from a list, the last one again and again. */
export function studio(...workers: (() => EnginePort)[]) {
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
export function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

/** How a job ends, in words. */
export const ending = (job: Promise<unknown>) =>
  job.then(
    () => 'answered',
    (error: unknown) =>
      error instanceof StudioError ? `${error.code}: ${error.message}` : `strange: ${error}`,
  );
