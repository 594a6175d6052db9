import type { Dataset, Group } from 'jsfive';
import { StudioError } from '../errors.ts';
import { toFloat16 } from '../formats/float16.ts';
import type { Stored } from './safetensors.ts';

/** Keras' batch norm divides by sqrt(variance + this) in InceptionV3. */
const EPSILON = 1e-3;

/** Convolutions of InceptionV3 without its classifier. */
const UNITS = 94;

/**
 * Reads the weights of `keras.applications.InceptionV3` (without its top) from Keras' HDF5 file and folds batch norm in.
 *
 * Its layers are `conv2d_<n>` and `batch_normalization_<n>` in the order of creation; n may begin anywhere, since Keras
 * counts on from one model to the next.
 *
 * @param file its name, for the sentence of an error.
 * @returns `unit_<n>/kernel`, F16, and `unit_<n>/bias`, F32, for n = 1..94.
 * @throws StudioError `model` where it is no HDF5 or has other layers.
 */
export async function readKerasInception(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
): Promise<Map<string, Stored>> {
  const { File } = await import('jsfive'); // few need it
  try {
    return folded(new File(bytes.buffer, file), file);
  } catch (cause) {
    if (cause instanceof StudioError) throw cause;
    throw new StudioError('model', `${file}: this is no whole HDF5 file.`, { cause });
  }
}

function folded(root: Group, file: string): Map<string, Stored> {
  const convolutions = layersOf(root, 'conv2d');
  const norms = layersOf(root, 'batch_normalization');
  if (convolutions.length !== UNITS || norms.length !== UNITS) {
    const found = `${convolutions.length} convolutions and ${norms.length} batch norms`;
    throw new StudioError(
      'model',
      `${file}: ${found}; Keras' InceptionV3 without its top has ${UNITS} of each.`,
    );
  }
  const tensors = new Map<string, Stored>();
  for (let i = 0; i < UNITS; i++) {
    const [convolution, norm] = [convolutions[i] ?? '', norms[i] ?? '']; // counted above
    const kernel = numbersOf(root, convolution, 'kernel', file);
    const beta = numbersOf(root, norm, 'beta', file).values;
    const mean = numbersOf(root, norm, 'moving_mean', file).values;
    const variance = numbersOf(root, norm, 'moving_variance', file).values;
    const outs = kernel.shape[3];
    if ([beta, mean, variance].some(({ length }) => length !== outs)) {
      throw new StudioError(
        'model',
        `${file}: ${convolution} has ${outs} channels and ${norm} does not fit.`,
      );
    }
    const gain = variance.map((value) => 1 / Math.sqrt(value + EPSILON));
    // The channel is the last axis of a kernel; all indices below are channels.
    const values = kernel.values.map((value, k) => value * gain[k % gain.length]!);
    const bias = beta.map((value, channel) => value - mean[channel]! * gain[channel]!);
    tensors.set(`unit_${i + 1}/kernel`, { dtype: 'F16', shape: kernel.shape, values: toFloat16(values) });
    tensors.set(`unit_${i + 1}/bias`, { dtype: 'F32', shape: [bias.length], values: bias });
  }
  return tensors;
}

/** The names of the layers of a kind, `<kind>` or `<kind>_<n>`, in the order of n. */
function layersOf(root: Group, kind: string): readonly string[] {
  const numberOf = (name: string) => Number(name.slice(kind.length + 1));
  return root.keys
    .filter((name) => name === kind || (name.startsWith(`${kind}_`) && Number.isInteger(numberOf(name))))
    .toSorted((a, b) => numberOf(a) - numberOf(b));
}

/** A layer's dataset, `<name>:0`, in whatever group below the layer's own. */
function numbersOf(
  root: Group,
  layer: string,
  name: string,
  file: string,
): { shape: readonly number[]; values: Float32Array } {
  const find = (node: Group | Dataset | null): Dataset | null => {
    if (!node || isDataset(node)) return null;
    for (const key of node.keys) {
      const member = node.get(key);
      if (key === `${name}:0` && member && isDataset(member)) return member;
      const below = find(member);
      if (below) return below;
    }
    return null;
  };
  const found = find(root.get(layer));
  if (!found) throw new StudioError('model', `${file}: the layer ${layer} has no ${name}.`);
  return { shape: found.shape, values: Float32Array.from(found.value) };
}

const isDataset = (node: Group | Dataset): node is Dataset => Array.isArray(node);
