import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { type Device, type DeviceHost, NoDevice } from './device.ts';

/** tfjs starts a thread for every second logical core, eight at most: from here on more than one. */
const CORES_FOR_THREADS = 4;

/** Threads start in a tenth of this on a busy laptop; where a policy forbids them, they never answer. */
const THREADS_START_MS = 5000;

/**
 * tfjs on WebAssembly, with threads where the host has cores for them. Sums are the same, bit for bit, however many there are.
 *
 * @throws NoDevice when it does not start.
 */
export async function openWasm({ wasm, cores }: Pick<DeviceHost, 'wasm' | 'cores'>): Promise<Device> {
  const { getThreadsCount, setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const wantsThreads = cores >= CORES_FOR_THREADS;
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', wantsThreads);
  setWasmPaths(wasm);
  const starting = tf.setBackend('wasm');
  const hasStarted = wantsThreads
    ? (await within(starting, THREADS_START_MS)) || (await withoutThreads())
    : await starting;
  if (!hasStarted || tf.getBackend() !== 'wasm') {
    throw new NoDevice('WebAssembly did not start; a browser of the last four years has it.');
  }
  const threads = getThreadsCount();
  const backend = tf.backend() as BackendWasm; // as was just seen
  return {
    backend: 'wasm',
    name: threads > 1 ? `the processor, ${threads} threads` : 'the processor',
    software: false,
    gpu: null,
    failed: new Promise(() => {}),
    close: () => leave(backend),
  };
}

/** What is promised; null where that takes longer. */
async function within<T>(promise: Promise<T>, ms: number): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Leaves the start that does not end, and starts anew with one thread. */
function withoutThreads(): Promise<boolean> {
  forget();
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  return tf.setBackend('wasm');
}

/** The next start makes a new module. */
function forget(): void {
  const factory = tf.findBackendFactory('wasm');
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', factory, 2);
}

/**
 * Leaves a module, which may have aborted: nothing of it is called any more, not even to free a tensor, since that would
 * end in another error. Its memory goes with its last tensor.
 */
function leave(backend: BackendWasm): void {
  if ('PThread' in backend.wasm) backend.wasm.PThread.terminateAllThreads();
  backend.disposeData = () => true;
  backend.dispose = () => {};
  if (tf.engine().registry.wasm === backend) forget();
}
