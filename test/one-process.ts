import { engine } from '@tensorflow/tfjs-core';
import { afterAll, expect } from 'vitest';

/** The tests' files share a process, and with it tfjs: each leaves as many tensors as it found, and lets its WASM module go. */
const found = engine().state.numTensors;
/** What the module listens to, and so is held by, for as long as the process lives. */
const faults = ['uncaughtException', 'unhandledRejection'] as const;
process.setMaxListeners(0); // a file may start more modules than Node takes for a leak
const heard = faults.map((fault) => new Set(process.listeners(fault as 'uncaughtException')));

afterAll(() => {
  for (const [i, fault] of faults.entries())
    for (const listener of process.listeners(fault as 'uncaughtException'))
      if (!heard[i]?.has(listener)) process.off(fault, listener);
  expect(engine().state.numTensors, 'tensors').toBe(found);
});
