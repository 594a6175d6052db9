import type { ModelHost } from '../src/engine/models/host.ts';
import type { CellsManifest } from '../src/engine/models/manifest.ts';
import { type Stored, writeSafetensors } from '../src/engine/models/safetensors.ts';
import { sha256 } from '../src/engine/models/sha256.ts';
import { cellsApartShapes } from '../src/engine/nets/cells-apart.ts';
import { readTensors } from './golden/inception/reference.ts';

// The small net of golden/cells as a model on a shelf: its weights are chance, so that it says something of every pixel.

const { tensors } = readTensors(new URL('golden/cells/net.safetensors', import.meta.url));

/** @param change of single fields. */
export async function cellsModel(
  change: Partial<CellsManifest> = {},
): Promise<{ manifest: CellsManifest; bytes: Uint8Array<ArrayBuffer> }> {
  const stored = new Map(
    [...tensors]
      .filter(([name]) => name.startsWith('net.'))
      .map(([name, { shape, values }]): [string, Stored] => [
        name.slice('net.'.length),
        { dtype: 'F32', shape, values: Float32Array.from(values) },
      ]),
  );
  const bytes = writeSafetensors({ tensors: stored, metadata: {} });
  const manifest: CellsManifest = {
    format: 1,
    id: 'cells-apart',
    title: 'Cells apart',
    task: 'Finds every cell.',
    architecture: { kind: 'cells-apart', widths: [8, 12, 16], stem: 4 },
    inputs: ['grey'],
    reading: {
      threshold: 0.5,
      seed: 0.5,
      touch: 0.3,
      smooth: 1,
      least: 16,
      large: 44,
      canonical: 30,
      speck: 0,
    },
    weights: {
      storage: 'f16',
      parts: [{ file: 'weights-1.safetensors', bytes: bytes.length, sha256: await sha256(bytes) }],
    },
    licence: 'Apache-2.0',
    data: '',
    training: { plan: '', steps: 1, hours: 0, hardware: '', seed: 5 },
    metrics: {},
    sample: 'sample.png',
    golden: { input: ['golden_input.png'], output: 'golden_output.png' },
    ...change,
  };
  return { manifest, bytes };
}

const BRIGHT = { kind: 'cells-apart', widths: [1, 1], stem: 1 } as const;

/**
 * A model that takes what is brighter than the middle for cells, the brighter the deeper, and sees no further than a pixel: its
 * cells can be foreseen.
 *
 * @param middle of the stretched grey, 0..1.
 */
export async function brightModel(
  middle = 0.5,
): Promise<{ manifest: CellsManifest; bytes: Uint8Array<ArrayBuffer> }> {
  const stored = new Map<string, Stored>();
  for (const [name, shape] of cellsApartShapes(BRIGHT)) {
    const values = new Float32Array(shape.reduce((product, side) => product * side, 1));
    if (['down.0.0.weight', 'down.0.1.weight', 'up.0.weight'].includes(name)) values[4] = 1; // the tap in the middle
    if (name === 'out.weight') values.set([40, 1, 0]);
    if (name === 'out.bias') values.set([-40 * middle, 0, -40]);
    stored.set(name, { dtype: 'F32', shape, values });
  }
  const bytes = writeSafetensors({ tensors: stored, metadata: {} });
  const part = { file: 'weights-1.safetensors', bytes: bytes.length, sha256: await sha256(bytes) };
  const { manifest } = await cellsModel({
    architecture: { ...BRIGHT, widths: [...BRIGHT.widths] },
    weights: { storage: 'f16', parts: [part] },
  });
  return { manifest, bytes };
}

/** A host with nothing but this model, and those of `others`. */
export async function cellsHost(others: readonly unknown[] = []): Promise<ModelHost> {
  const { manifest, bytes } = await cellsModel();
  return { manifests: async () => [...others, manifest], part: async () => bytes };
}
