import { join } from 'node:path';
import * as h5wasm from 'h5wasm/node';
import { randomFrom } from '../src/engine/random.ts';
import { readTensors } from './golden/inception/reference.ts';

/** A small network of the same topology, batch norm folded in. */
export const { tensors: twin } = readTensors(new URL('golden/inception/twin.safetensors', import.meta.url));

/**
 * A file as Keras writes it, each layer in a group with one of its own name below. The twin's weights are unfolded: what
 * is stored gives them again with `gain = 1 / sqrt(variance + 0.001)`.
 *
 * @param folder where it is written; the path is returned.
 * @param first what Keras had counted to.
 */
export async function kerasFile(folder: string, first: number, units = 94): Promise<string> {
  await h5wasm.ready;
  const random = randomFrom(11);
  const path = join(folder, `keras-${first}-${units}.h5`);
  const file = new h5wasm.File(path, 'w');
  const put = (layer: string, name: string, data: Float32Array, shape: readonly number[]) => {
    for (const group of [layer, `${layer}/${layer}`]) if (!file.get(group)) file.create_group(group);
    (file.get(`${layer}/${layer}`) as h5wasm.Group).create_dataset({
      name: `${name}:0`,
      data,
      shape: [...shape],
    }); // made above
  };
  for (let n = 1; n <= units; n++) {
    const kernel = twin.get(`unit_${n}/kernel`) as { shape: readonly number[]; values: Float32Array }; // the script wrote it
    const bias = twin.get(`unit_${n}/bias`)?.values as Float32Array; // likewise
    const variance = bias.map(() => 0.2 + random());
    const mean = bias.map(() => random() - 0.5);
    const gain = variance.map((value) => 1 / Math.sqrt(value + 0.001));
    const outs = bias.length;
    const [convolution, norm] = [`conv2d_${first + n}`, `batch_normalization_${first + n}`];
    put(
      convolution,
      'kernel',
      kernel.values.map((value, i) => value / (gain[i % outs] as number)),
      kernel.shape,
    ); // a channel
    put(
      norm,
      'beta',
      bias.map((value, i) => value + (mean[i] as number) * (gain[i] as number)),
      [outs],
    ); // likewise
    put(norm, 'moving_mean', mean, [outs]);
    put(norm, 'moving_variance', variance, [outs]);
  }
  file.create_group('activation_1'); // Keras lists layers without weights too
  file.close();
  return path;
}
