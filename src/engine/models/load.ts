import * as tf from '@tensorflow/tfjs-core';
import { plainOf } from '../draft/plain-unet.ts';
import { type UnetDraft, unetDraft } from '../draft/unet-draft.ts';
import { paintResnet, type Resnet, resnetShapes } from '../nets/resnet.ts';
import { paint, type Unet, unet } from '../nets/unet.ts';
import { DEPTHS, unetShapes } from '../nets/unet-shapes.ts';
import { toTensors } from '../nets/weights.ts';
import type { Numbers } from './dequantise.ts';
import type { ModelHost } from './host.ts';
import { bytesOf, compare, loadParts } from './load-parts.ts';
import type { Manifest } from './manifest.ts';
import { sha256 } from './sha256.ts';

/** A model in memory, its weights on the tfjs backend that was current when it was loaded. */
export interface Generator {
  readonly manifest: Manifest;
  /** Names the weights: the SHA-256 of the one part, or of all parts' SHA-256 (hexadecimal, in order, joined). */
  readonly sha256: string;
  /** What the weights take in memory. */
  readonly bytes: number;
  /** The sides of what it paints are whole multiples of this, in pixels. */
  readonly grain: number;
  /** The net itself, for whoever walks it in tiles: one of them. */
  readonly unet?: Unet;
  readonly resnet?: Resnet;
  /** The same net for pictures that follow a hand, made when it is first asked for; null where it cannot be had. */
  draft?(): Promise<UnetDraft | null>;
  /** Frees the weights; also after the device was lost. */
  dispose(): void;
  /**
   * Paints one picture; yields after each layer so that the caller may stop.
   *
   * @param planes one for each of the manifest's inputs: height * width values, -1..1.
   * @param width and `height`: multiples of `grain`.
   * @returns RGB, height * width * 3 values, -1..1.
   */
  paint(
    planes: readonly Float32Array[],
    width: number,
    height: number,
  ): AsyncGenerator<{ done: number; of: number }, Float32Array>;
}

/**
 * Fetches a model's parts one after the other, checks them and places the weights on the current tfjs backend.
 *
 * @param onBytes called with the bytes of all parts that have arrived so far.
 * @throws StudioError `model`, beginning with the model's title, where a part cannot be had or does not fit the
 *   manifest; the signal's reason when aborted.
 */
export async function loadModel(
  manifest: Manifest,
  host: ModelHost,
  onBytes: (done: number) => void,
  signal: AbortSignal,
): Promise<Generator> {
  const tensors = await loadParts(manifest, host, onBytes, signal);
  const net = netOf(manifest.architecture, tensors, manifest.title);
  return { manifest, sha256: await hashOf(manifest), bytes: bytesOf(tensors), ...net };
}

/** Residual blocks of each ResNet. */
const BLOCKS = { 'resnet-6': 6, 'resnet-9': 9 } as const;

/** A ResNet halves a picture twice. */
const RESNET_GRAIN = 4;

/** The net that a manifest names, with these weights. @throws StudioError `model` where they do not fit it. */
function netOf(
  architecture: Manifest['architecture'],
  tensors: ReadonlyMap<string, Numbers>,
  title: string,
): Pick<Generator, 'grain' | 'unet' | 'resnet' | 'draft' | 'dispose' | 'paint'> {
  const { kind } = architecture;
  if (kind === 'resnet-6' || kind === 'resnet-9') {
    const sizes = { ...architecture, outputChannels: 3, blocks: BLOCKS[kind] };
    compare(tensors, resnetShapes(sizes), title);
    const weights = toTensors(tensors);
    return {
      grain: RESNET_GRAIN,
      resnet: { ...sizes, weights },
      dispose: () => tf.dispose([...weights.values()]),
      paint: (planes, width, height) => paintResnet(weights, sizes, planes, width, height),
    };
  }
  const sizes = { ...architecture, depth: DEPTHS[kind] };
  compare(tensors, unetShapes(sizes), title);
  const net = unet(tensors, sizes);
  let draft: Promise<UnetDraft | null> | undefined;
  return {
    grain: 2 ** sizes.depth,
    unet: net,
    draft() {
      draft ??= plainOf(net)
        .then((plain) => plain && unetDraft(plain))
        .catch(() => null); // there is no memory for it: the net itself paints
      return draft;
    },
    dispose: net.dispose,
    paint: (planes, width, height) => paint(net, planes, width, height),
  };
}

/** What names the weights of a model, as `Generator.sha256` has it. */
export const hashOf = ({ weights }: Pick<Manifest, 'weights'>): Promise<string> =>
  joint(weights.parts.map(({ sha256 }) => sha256));

/** One SHA-256 for all parts. */
export async function joint(digests: readonly string[]): Promise<string> {
  const [only] = digests;
  if (only && digests.length === 1) return only;
  return sha256(digests.join(''));
}
