import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { inceptionFeatures } from '../../../src/engine/metrics/inception-features.ts';
import { resultOf } from '../../../src/engine/steps/result-of.ts';
import { startWasm } from '../../wasm.ts';
import { isThere, readPicture, readReference, readWeights } from '../inception/reference.ts';

test.runIf(isThere || process.env.CI === 'true')(
  'the features of KID are the means of mixed8, as in float64 of PyTorch, and leave no tensor',
  async () => {
    await startWasm();
    const input = readPicture();
    const data = Uint8Array.from(input.dataSync(), (value) => Math.round((value + 1) * 127.5));
    input.dispose();
    const weights = readWeights();
    const before = tf.memory().numTensors;
    const features = await resultOf(
      inceptionFeatures(weights, { width: 160, height: 160, channels: 3, data }),
    );
    expect(tf.memory().numTensors).toBe(before);
    expect(features.length).toBe(1280);
    const mean = features.reduce((sum, value) => sum + value, 0) / features.length;
    expect(mean / readReference().activations.mixed8.mean).toBeCloseTo(1, 4);
    tf.dispose([...weights.values()]);
  },
  60_000,
);
