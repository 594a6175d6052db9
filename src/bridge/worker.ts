import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { webHost } from '../engine/models/web-host.ts';
import { holdVersion, ofVersion } from '../offline/versions.ts';
import { browserStore, holdTraining } from './opfs.ts';
import { portraitCache } from './portrait-cache.ts';
import { serve, type WorkerPort } from './serve.ts';
import { createTasks } from './tasks.ts';

/** The worker's own scope, of which only the port is needed; the DOM's types call it a window. */
const port = globalThis as unknown as WorkerPort;

/** Portraits of 27 kB: some 600. */
const PORTRAIT_BYTES = 16 * 2 ** 20;

/** Of the page that has started this engine. */
let version = '';

serve(port, (tell) =>
  createTasks(
    {
      gpu: navigator.gpu,
      cores: crossOriginIsolated ? navigator.hardwareConcurrency : 1,
      wasm: {
        'tfjs-backend-wasm.wasm': plain,
        'tfjs-backend-wasm-simd.wasm': simd,
        'tfjs-backend-wasm-threaded-simd.wasm': threaded,
      },
      models: (base) =>
        webHost(new URL('models/', base), {
          fetch: (file, init) => fetch(file instanceof URL ? ofVersion(file, version) : file, init),
          caches: globalThis.caches,
        }),
      portraits: (base) =>
        portraitCache('eosin-portraits', new URL('portraits/', base), globalThis.caches, PORTRAIT_BYTES),
      store: browserStore,
      holdTraining,
      begun(named) {
        version = named;
        return holdVersion(version, navigator.locks);
      },
      now: () => performance.now() / 1000,
    },
    tell,
  ),
);
