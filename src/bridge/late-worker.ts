import type { EnginePort } from './client.ts';
import type { Request } from './messages.ts';

/** A worker that is made when `ready` resolves; what it is sent before waits for it. */
export function lateWorker(ready: Promise<void>, make: () => Worker): EnginePort {
  const waiting: Request[] = [];
  let worker: Worker | null = null;
  let isOver = false;
  const port: Required<EnginePort> = {
    onmessage: null,
    onerror: null,
    postMessage: (request) => (worker ? worker.postMessage(request) : void waiting.push(request)),
    terminate() {
      isOver = true;
      worker?.terminate();
    },
  };
  void ready.then(() => {
    if (isOver) return;
    worker = make();
    worker.onmessage = (event) => port.onmessage?.(event);
    worker.onerror = (event) => port.onerror?.(event);
    for (const request of waiting) worker.postMessage(request);
  });
  return port;
}
