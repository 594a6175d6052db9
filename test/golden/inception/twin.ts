import * as tf from '@tensorflow/tfjs-core';
import { fromFloat16 } from '../../../src/engine/formats/float16.ts';
import { readSafetensors } from '../../../src/engine/models/safetensors.ts';
import { type BackwardFilters, backwardFilters } from '../../../src/engine/nets/inception-v3-filters.ts';
import { mean, meanSquare, type Objective } from '../../../src/engine/nets/inception-v3-objective.ts';

/** What the golden gradient climbs. */
export const twinObjective: Objective = new Map([
  ['mixed0', mean(1)],
  ['mixed5', meanSquare(0.5)],
  ['mixed10', mean(2)],
]);

export interface Twin {
  /** PyTorch's tensors, by name: a layer's answer, or `gradient`. */
  golden(name: string): { readonly shape: readonly number[]; readonly values: Float32Array };
  /** PyTorch's value of the objective. */
  readonly value: number;
  /** Weights, filters and picture on the current backend; the caller frees them. */
  place(): { weights: Map<string, tf.Tensor>; filters: BackwardFilters; picture: tf.Tensor4D };
}

/** A small network of InceptionV3's topology; make_twin.py says what is in the file. @param bytes of twin.safetensors. */
export function readTwin(bytes: Uint8Array): Twin {
  const { tensors, metadata } = readSafetensors(bytes, 'twin.safetensors');
  const golden = (name: string) => {
    const stored = tensors.get(name);
    if (!stored) throw new Error(`twin.safetensors has no ${name}`);
    const { dtype, shape, values } = stored;
    return { shape, values: dtype === 'F16' ? fromFloat16(values) : Float32Array.from(values) };
  };
  return {
    golden,
    value: Number(metadata.value),
    place() {
      const units = [...tensors.keys()].filter((name) => name.startsWith('unit_'));
      const weights = new Map(
        units.map((name) => {
          const { shape, values } = golden(name);
          return [name, tf.tensor(values, [...shape])] as const;
        }),
      );
      const pixels = golden('picture').values.map((value) => value / 127);
      return {
        weights,
        filters: backwardFilters(weights),
        picture: tf.tensor4d(pixels, [1, 118, 100, 3]),
      };
    },
  };
}
