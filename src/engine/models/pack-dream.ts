import { StudioError } from '../errors.ts';
import { toFloat16 } from '../formats/float16.ts';
import { blocks } from '../nets/inception-v3-blocks.ts';
import { type DreamLayer, dreamLayers } from '../recipe.ts';
import { SCALE, widened } from './dequantise.ts';
import { checkDreamManifest, type DreamManifest } from './manifest.ts';
import { quantise } from './quantise.ts';
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
 *   up to some block's end. A bias, which weighs nothing, is stored as it is.
 * @param storage of the kernels: float16, or 8 bits with a scale for each output channel.
 * @throws StudioError `model` where a tensor is missing before the deepest block's end.
 */
export async function packDream(
  tensors: ReadonlyMap<string, Stored>,
  card: DreamCard,
  storage: DreamManifest['weights']['storage'] = 'f16',
): Promise<ModelFolder> {
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
      const small = [...smaller(tensor, stored, storage)];
      const bytes = small.reduce((sum, [, { values }]) => sum + values.byteLength, 0);
      if (size + bytes > MOST_BYTES) open();
      for (const one of small) groups.at(-1)?.set(...one);
      size += bytes;
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
    weights: { storage, parts: parts.map((part) => ({ ...part, bytes: part.bytes.length })) },
  };
  return {
    manifest: checkDreamManifest(manifest, card.id),
    files: new Map(parts.map(({ file, bytes }) => [file, bytes])),
  };
}

/** A tensor as it is stored, under its name, with its scale where it has one. */
function* smaller(
  name: string,
  stored: Stored,
  storage: DreamManifest['weights']['storage'],
): Generator<[string, Stored]> {
  if (stored.shape.length === 1 || stored.dtype === 'I8') yield [name, stored];
  else if (storage === 'i8') {
    const { integers, scale } = quantise(widened(stored), stored.shape);
    yield [name, integers];
    yield [`${name}${SCALE}`, scale];
  } else if (stored.dtype === 'F16') yield [name, stored];
  else yield [name, { dtype: 'F16', shape: stored.shape, values: toFloat16(stored.values) }];
}
