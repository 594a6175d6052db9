import * as tf from '@tensorflow/tfjs-core';
import { cellsApartShapes } from '../nets/cells-apart.ts';
import { type Tensors, toTensors } from '../nets/weights.ts';
import type { ModelHost } from './host.ts';
import { hashOf } from './load.ts';
import { bytesOf, compare, loadParts } from './load-parts.ts';
import type { CellsManifest } from './manifest.ts';

/** A net that tells cells apart, in memory, its weights on the tfjs backend that was current when it was loaded. */
export interface CellNet {
  readonly manifest: CellsManifest;
  /** Names the weights, as a generator's. */
  readonly sha256: string;
  /** What the weights take in memory. */
  readonly bytes: number;
  /** By the names of `cellsApartShapes`. */
  readonly weights: Tensors;
  /** Frees the weights; also after the device was lost. */
  dispose(): void;
}

/** As `loadModel`, for a net that tells cells apart. */
export async function loadCellNet(
  manifest: CellsManifest,
  host: ModelHost,
  onBytes: (done: number) => void,
  signal: AbortSignal,
): Promise<CellNet> {
  const tensors = await loadParts(manifest, host, onBytes, signal);
  compare(tensors, cellsApartShapes(manifest.architecture), manifest.title);
  const sha256 = await hashOf(manifest);
  const weights = toTensors(tensors);
  return {
    manifest,
    sha256,
    bytes: bytesOf(tensors),
    weights,
    dispose: () => tf.dispose([...weights.values()]),
  };
}
