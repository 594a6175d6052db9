import type * as tfjs from '@tensorflow/tfjs';
import { type Block, blocksFor, type Layer, type Step } from '../../src/engine/nets/inception-v3-blocks.ts';

type Tfjs = typeof tfjs;
type Symbolic = tfjs.SymbolicTensor;

/**
 * InceptionV3 as a plain LayersModel, with the same weights and batch norm folded in likewise: what someone gets who
 * takes tfjs as it comes. (Its gradients are wrong along borders, by the average pools; they take the same time.)
 */
export function layersModel(
  tf: Tfjs,
  weights: ReadonlyMap<string, tfjs.Tensor>,
  layer: Layer,
): tfjs.LayersModel {
  const input = tf.input({ shape: [null, null, 3] });
  const join = (parts: Symbolic[]) =>
    parts.length === 1 ? (parts[0] as Symbolic) : (tf.layers.concatenate().apply(parts) as Symbolic);

  const run = (step: Step, x: Symbolic): Symbolic => {
    if (step === 'max') return tf.layers.maxPooling2d({ poolSize: 3, strides: 2 }).apply(x) as Symbolic;
    return join(
      step.map(({ number, stride, pad, averaged }) => {
        const average = tf.layers.averagePooling2d({ poolSize: 3, strides: 1, padding: 'same' });
        const kernel = weights.get(`unit_${number}/kernel`) as tfjs.Tensor; // all are there
        const bias = weights.get(`unit_${number}/bias`) as tfjs.Tensor;
        const [height = 1, width = 1, , filters = 1] = kernel.shape;
        const conv = tf.layers.conv2d({
          filters,
          kernelSize: [height, width],
          strides: stride,
          padding: pad,
          activation: 'relu',
          weights: [kernel, bias],
        });
        return conv.apply(averaged ? average.apply(x) : x) as Symbolic;
      }),
    );
  };
  const through = (x: Symbolic, { branches }: Block) =>
    join(branches.map((branch) => branch.reduce((now, step) => run(step, now), x)));
  return tf.model({ inputs: input, outputs: blocksFor([layer]).reduce(through, input) });
}
