import { engine } from '@tensorflow/tfjs-core';
import { afterAll, expect } from 'vitest';

/** The tests' files share a process, and with it tfjs: each leaves as many tensors as it found. */
const found = engine().state.numTensors;
afterAll(() => expect(engine().state.numTensors, 'tensors').toBe(found));
