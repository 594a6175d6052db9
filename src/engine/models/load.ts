import * as tf from '@tensorflow/tfjs-core';
import { plainOf } from '../draft/plain-unet.ts';
import { type UnetDraft, unetDraft } from '../draft/unet-draft.ts';
import { StudioError } from '../errors.ts';
import { paintResnet, type Resnet, resnetShapes } from '../nets/resnet.ts';
import { paint, type Unet, unet } from '../nets/unet.ts';
import { unetShapes } from '../nets/unet-shapes.ts';
import { toTensors } from '../nets/weights.ts';
import { dequantise, type Numbers } from './dequantise.ts';
import type { ModelHost } from './host.ts';
import type { Manifest } from './manifest.ts';
import { readSafetensors } from './safetensors.ts';
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
  readonly draft?: () => Promise<UnetDraft | null>;
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

/** What numbers take in memory. */
export const bytesOf = (tensors: ReadonlyMap<string, Numbers>): number =>
  4 * [...tensors.values()].reduce((sum, { values }) => sum + values.length, 0);

/** The tensors of all parts of a model, fetched one after the other; as `loadModel`. */
export async function loadParts(
  manifest: Pick<Manifest, 'id' | 'title' | 'weights'>,
  host: ModelHost,
  onBytes: (done: number) => void,
  signal: AbortSignal,
): Promise<Map<string, Numbers>> {
  const tensors = new Map<string, Numbers>();
  let before = 0;
  for (const part of manifest.weights.parts) {
    const count = (done: number) => onBytes(before + done);
    for (const [name, numbers] of await loadPart(manifest, part, host, count, signal)) {
      tensors.set(name, numbers);
    }
    before += part.bytes;
  }
  return tensors;
}

/** Steps down of each U-Net, and residual blocks of each ResNet. */
const DEPTHS = { 'unet-32': 5, 'unet-64': 6, 'unet-128': 7, 'unet-256': 8 } as const;
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
    draft: () => (draft ??= plainOf(net).then((plain) => plain && unetDraft(plain))),
    dispose: net.dispose,
    paint: (planes, width, height) => paint(net, planes, width, height),
  };
}

/** The tensors of one part. @throws StudioError `model`, beginning with the model's title; the signal's reason when aborted. */
export async function loadPart(
  { id, title }: Pick<Manifest, 'id' | 'title'>,
  part: Manifest['weights']['parts'][number],
  host: ModelHost,
  onBytes: (done: number) => void,
  signal: AbortSignal,
): Promise<Map<string, Numbers>> {
  const bytes = await host.part(id, part, onBytes, signal).catch((cause: unknown) => {
    if (!(cause instanceof StudioError)) throw cause;
    throw new StudioError('model', `${title}: ${cause.message}`, { cause });
  });
  signal.throwIfAborted();
  const name = `${title}: ${part.file}`;
  return dequantise(readSafetensors(bytes, name), name);
}

/** @throws StudioError `model` naming the first tensor that is missing, of another shape, or not of this net. */
export function compare(
  tensors: ReadonlyMap<string, Numbers>,
  shapes: ReadonlyMap<string, readonly number[]>,
  title: string,
): void {
  for (const [name, shape] of shapes) {
    const found = tensors.get(name)?.shape.join(' x ') ?? 'missing';
    const wanted = shape.join(' x ');
    if (found !== wanted) {
      throw new StudioError('model', `${title}: tensor ${name} should be ${wanted}, it is ${found}.`);
    }
  }
  const strange = [...tensors.keys()].find((name) => !shapes.has(name));
  if (strange) throw new StudioError('model', `${title}: there is no place for a tensor ${strange}.`);
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
