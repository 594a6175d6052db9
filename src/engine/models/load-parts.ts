import { StudioError } from '../errors.ts';
import { dequantise, type Numbers } from './dequantise.ts';
import type { ModelHost } from './host.ts';
import type { Manifest } from './manifest.ts';
import { readSafetensors, type Safetensors } from './safetensors.ts';

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

/** The tensors of one part. @throws as `storedPart`. */
export async function loadPart(
  manifest: Pick<Manifest, 'id' | 'title'>,
  part: Manifest['weights']['parts'][number],
  host: ModelHost,
  onBytes: (done: number) => void,
  signal: AbortSignal,
): Promise<Map<string, Numbers>> {
  const stored = await storedPart(manifest, part, host, onBytes, signal);
  return dequantise(stored, nameOf(manifest, part));
}

const nameOf = ({ title }: Pick<Manifest, 'title'>, { file }: Manifest['weights']['parts'][number]) =>
  `${title}: ${file}`;

/** One part as it is stored. @throws StudioError `model`, beginning with the model's title; the signal's reason when aborted. */
export async function storedPart(
  manifest: Pick<Manifest, 'id' | 'title'>,
  part: Manifest['weights']['parts'][number],
  host: ModelHost,
  onBytes: (done: number) => void,
  signal: AbortSignal,
): Promise<Safetensors> {
  const bytes = await host.part(manifest.id, part, onBytes, signal).catch((cause: unknown) => {
    if (!(cause instanceof StudioError)) throw cause;
    throw new StudioError('model', `${manifest.title}: ${cause.message}`, { cause });
  });
  signal.throwIfAborted();
  return readSafetensors(bytes, nameOf(manifest, part));
}

/** @throws StudioError `model` naming the first tensor that is missing, of another shape, or not of this net. */
export function compare(
  tensors: ReadonlyMap<string, Pick<Numbers, 'shape'>>,
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
