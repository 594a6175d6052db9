import { StudioError } from '../errors.ts';
import { blocks } from '../nets/inception-v3-blocks.ts';
import { type DreamLayer, dreamLayers } from '../recipe.ts';
import { toFloat16 } from './float16.ts';
import { checkDreamManifest, type DreamManifest } from './manifest.ts';
import { type Stored, writeSafetensors } from './safetensors.ts';
import { sha256 } from './sha256.ts';

/** What a person says of a model; the rest of the manifest follows from the weights. */
export type DreamCard = Pick<DreamManifest, 'id' | 'title' | 'task' | 'licence' | 'data' | 'metrics'>;

export interface ModelFolder {
  readonly manifest: DreamManifest;
  /** The parts by their file names. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/** A part ends with the first block that brings it here, so that a dream on a low layer need not wait for the deep ones. */
const ENOUGH_BYTES = 3 * 2 ** 20;

/** Hosts and caches take files of 16 MiB. */
const MOST_BYTES = 16 * 2 ** 20 - 2 ** 16; // leaves room for the header

/**
 * A model folder from the network's weights.
 *
 * @param tensors `unit_<n>/kernel` [height, width, in, out] and `unit_<n>/bias` [out], batch norm folded in, for the units
 *   up to some block's end. Kernels are stored as float16; a bias, which weighs nothing, as it is.
 * @throws StudioError `model` where a tensor is missing before the deepest block's end.
 */
export async function packDream(tensors: ReadonlyMap<string, Stored>, card: DreamCard): Promise<ModelFolder> {
  const groups: Map<string, Stored>[] = [new Map()];
  let size = 0;
  let deepest: DreamLayer | undefined;
  const open = () => {
    groups.push(new Map());
    size = 0;
  };
  for (const { name, branches } of blocks) {
    const numbers = branches
      .flat()
      .flatMap((step) => (step === 'max' ? [] : step.map(({ number }) => number)));
    if (!numbers.some((number) => tensors.has(`unit_${number}/kernel`))) break;
    for (const tensor of numbers.flatMap((number) => [`unit_${number}/kernel`, `unit_${number}/bias`])) {
      const stored = tensors.get(tensor);
      if (!stored) throw new StudioError('model', `${card.title}: ${tensor} is missing.`);
      const small = halved(stored);
      if (size + small.values.byteLength > MOST_BYTES) open();
      groups.at(-1)?.set(tensor, small);
      size += small.values.byteLength;
    }
    if (size > ENOUGH_BYTES) open();
    deepest = dreamLayers.find((layer) => layer === name) ?? deepest;
  }
  if (!deepest)
    throw new StudioError('model', `${card.title}: there are no weights of InceptionV3 up to mixed0.`);

  const parts = await Promise.all(
    groups
      .filter((group) => group.size > 0)
      .map(async (group, i) => {
        const bytes = writeSafetensors({ tensors: group, metadata: { model: card.id } });
        return { file: `weights-${i + 1}.safetensors`, bytes, sha256: await sha256(bytes) };
      }),
  );
  const manifest: DreamManifest = {
    format: 1,
    ...card,
    architecture: { kind: 'inception-v3', deepest },
    inputs: ['rgb'],
    weights: { storage: 'f16', parts: parts.map((part) => ({ ...part, bytes: part.bytes.length })) },
  };
  return {
    manifest: checkDreamManifest(manifest, card.id),
    files: new Map(parts.map(({ file, bytes }) => [file, bytes])),
  };
}

const halved = (stored: Stored): Stored =>
  stored.dtype === 'F32' && stored.shape.length > 1
    ? { dtype: 'F16', shape: stored.shape, values: toFloat16(stored.values) }
    : stored;
