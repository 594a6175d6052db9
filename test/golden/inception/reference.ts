import { existsSync, readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { decode } from 'fast-png';
import { fromFloat16 } from '../../../src/engine/formats/float16.ts';
import { readSafetensors } from '../../../src/engine/models/safetensors.ts';
import type { Layer } from '../../../src/engine/nets/inception-v3-blocks.ts';
import { mean, meanSquare, type Objective } from '../../../src/engine/nets/inception-v3-objective.ts';

/** The reference material lies beside the repository; its README says how it was made. */
const shared = new URL('../../../../shared/', import.meta.url);
const folder = new URL('data/inceptionv3/', shared);
const weightsFile = new URL('weights/inception-v3-imagenet2015/model.safetensors', shared);

export const isThere = existsSync(folder) && existsSync(weightsFile);

export interface Reference {
  readonly activations: Readonly<
    Record<
      Layer,
      {
        shape_hwc: [number, number, number];
        mean: number;
        std: number;
        l2: number;
        flat_indices_hwc: number[];
        values: number[];
      }
    >
  >;
  readonly gradients: Readonly<Record<string, { file: string; loss: number }>>;
  readonly dream: { readonly losses_before_each_step: readonly number[] };
}

export const readReference = (): Reference =>
  JSON.parse(readFileSync(new URL('activations.json', folder), 'utf8'));

/** The objectives of the golden gradients, by name. */
export const objectives: Readonly<Record<string, Objective>> = {
  mean_mixed3: new Map([['mixed3', mean(1)]]),
  mean_mixed6: new Map([['mixed6', mean(1)]]),
  mean_mixed8: new Map([['mixed8', mean(1)]]),
  l2_mixed6: new Map([['mixed6', meanSquare(1)]]),
  mean_mixed6_plus_mean_mixed8: new Map([
    ['mixed6', mean(1)],
    ['mixed8', mean(1)],
  ]),
};

/** Tensors of a safetensors file, half floats widened. */
export function readTensors(file: URL) {
  const { tensors, metadata } = readSafetensors(new Uint8Array(readFileSync(file)), file.pathname);
  const widened = [...tensors].map(([name, { dtype, shape, values }]) => {
    return [
      name,
      { shape, values: dtype === 'F16' ? fromFloat16(values) : Float32Array.from(values) },
    ] as const;
  });
  return { tensors: new Map(widened), metadata };
}

/** The network's weights, placed on the current backend. */
export function readWeights(): Map<string, tf.Tensor> {
  const { tensors } = readTensors(weightsFile);
  return new Map([...tensors].map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]));
}

/** The test picture, [1, 160, 160, 3], -1..1. */
export function readPicture(): tf.Tensor4D {
  const { width, height, data } = decode(readFileSync(new URL('input.png', folder)));
  return tf.tensor4d(
    Float32Array.from(data, (v) => v / 127.5 - 1),
    [1, height, width, 3],
  );
}

/** Values of a golden gradient: a float32 `.npy` of version 1. */
export function readGradient(file: string): Float32Array {
  const bytes = readFileSync(new URL(file, folder));
  const start = 10 + bytes.readUInt16LE(8);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length));
}
