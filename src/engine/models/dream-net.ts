import * as tf from '@tensorflow/tfjs-core';
import { StudioError } from '../errors.ts';
import { unitsFor } from '../nets/inception-v3-blocks.ts';
import { backwardFilters } from '../nets/inception-v3-filters.ts';
import type { DreamWeights } from '../nets/inception-v3-tiles.ts';
import { type DreamLayer, dreamLayers } from '../recipe.ts';
import { settled } from '../steps/settled.ts';
import type { ModelHost } from './host.ts';
import { joint } from './load.ts';
import { loadPart } from './load-parts.ts';
import type { DreamManifest } from './manifest.ts';

/** InceptionV3 in memory, as deep as it was needed so far, on the tfjs backend that was current then. */
export interface DreamNet extends DreamWeights {
  readonly manifest: DreamManifest;
  /** Names the weights, all of them: as a generator's. */
  readonly sha256: string;
  /**
   * Fetches the parts that these layers need and that are not yet here, one after the other.
   *
   * @param onBytes called with the bytes of all parts that have arrived so far, and with those of all there are.
   * @throws StudioError `model`, beginning with the model's title; the signal's reason when aborted.
   */
  reach(
    layers: readonly DreamLayer[],
    onBytes: (done: number, of: number) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** Frees the weights; also after the device was lost. */
  dispose(): void;
}

/** The layers that a model can be dreamed on. */
export const reachedBy = ({ architecture }: DreamManifest): readonly DreamLayer[] =>
  dreamLayers.slice(0, 1 + dreamLayers.indexOf(architecture.deepest));

/** A model without weights as yet. */
export async function createDreamNet(manifest: DreamManifest, host: ModelHost): Promise<DreamNet> {
  const { title, architecture } = manifest;
  const { parts } = manifest.weights;
  const weights = new Map<string, tf.Tensor>();
  const filters = backwardFilters(weights);
  let arrived = 0;
  let reaching: Promise<void> | null = null;

  const needed = (layers: readonly DreamLayer[]) =>
    layers.flatMap(unitsFor).flatMap((unit) => [`unit_${unit}/kernel`, `unit_${unit}/bias`]);
  const isLacking = (name: string) => !weights.has(name);
  const bytesOf = (some: typeof parts) => some.reduce((sum, { bytes }) => sum + bytes, 0);

  const arrive: DreamNet['reach'] = async (layers, onBytes, signal) => {
    const beyond = layers.find((layer) => !reachedBy(manifest).includes(layer));
    if (beyond) {
      throw new StudioError(
        'model',
        `${title} ends at ${architecture.deepest}; it cannot dream on ${beyond}.`,
      );
    }
    const names = needed(layers);
    for (let lacking = names.filter(isLacking); lacking.length > 0; lacking = names.filter(isLacking)) {
      const part = parts[arrived];
      if (!part)
        throw new StudioError('model', `${title}: the tensor ${lacking[0]} is in none of its parts.`);
      const before = bytesOf(parts.slice(0, arrived));
      const count = (done: number) => onBytes(before + done, bytesOf(parts));
      for (const [name, { shape, values }] of await loadPart(manifest, part, host, count, signal)) {
        weights.get(name)?.dispose();
        weights.set(name, tf.tensor(values, [...shape]));
      }
      arrived++;
    }
  };

  return {
    manifest,
    sha256: await joint(parts.map(({ sha256 }) => sha256)),
    weights,
    filters,
    async reach(layers, onBytes, signal) {
      while (reaching) await settled(reaching, signal); // parts come in their order, each once
      reaching = arrive(layers, onBytes, signal);
      await reaching.finally(() => {
        reaching = null;
      });
    },
    dispose() {
      filters.dispose();
      tf.dispose([...weights.values()]);
      weights.clear();
    },
  };
}
