import type { UnetSizes } from '../../src/engine/nets/unet-shapes.ts';
import type { Weight } from '../../src/engine/nets/weights.ts';
import { type Node, onnx } from './onnx.ts';

/**
 * The generator as an ONNX file, for a picture of one size: the graph of src/engine/nets/unet.ts in ONNX' own operators.
 *
 * @param weights by the names and of the shapes of `unetShapes`.
 * @returns a graph from `x` [1, inputs, side, side] to `y` [1, 3, side, side].
 */
export function unetOnnx(
  weights: ReadonlyMap<string, Weight>,
  { inputChannels, depth }: UnetSizes,
  side: number,
): Uint8Array {
  const nodes: Node[] = [];
  const add = (node: Node) => {
    nodes.push(node);
    return node.output;
  };
  const convolved = (op: 'Conv' | 'ConvTranspose', layer: string, input: string) => {
    const bias = weights.has(`${layer}.conv.bias`) ? [`${layer}.conv.bias`] : [];
    const inputs = [input, `${layer}.conv.weight`, ...bias];
    const attributes = { kernel_shape: [4, 4], strides: [2, 2], pads: [1, 1, 1, 1] };
    return add({ op, inputs, output: `${layer}.conv`, attributes });
  };
  const normed = (layer: string, input: string) => {
    if (!weights.has(`${layer}.norm.scale`)) return input;
    const inputs = [input, `${layer}.norm.scale`, `${layer}.norm.offset`];
    const attributes = { epsilon: { float: 1e-5 } };
    return add({ op: 'InstanceNormalization', inputs, output: `${layer}.norm`, attributes });
  };

  const skips: string[] = [];
  let x = 'x';
  for (let i = 1; i <= depth; i++) {
    const layer = `down${i}`;
    if (i > 1) {
      const attributes = { alpha: { float: 0.2 } };
      x = add({ op: 'LeakyRelu', inputs: [x], output: `${layer}.leaky`, attributes });
    }
    x = normed(layer, convolved('Conv', layer, x));
    skips.push(x);
  }
  for (let i = 1; i <= depth; i++) {
    const layer = `up${i}`;
    const skip = skips.at(-i);
    if (i > 1 && skip) {
      x = add({ op: 'Concat', inputs: [x, skip], output: `${layer}.joined`, attributes: { axis: 1 } });
    }
    x = add({ op: 'Relu', inputs: [x], output: `${layer}.relu` });
    x = normed(layer, convolved('ConvTranspose', layer, x));
  }
  add({ op: 'Tanh', inputs: [x], output: 'y' });
  return onnx({
    input: { name: 'x', shape: [1, inputChannels, side, side] },
    output: { name: 'y', shape: [1, 3, side, side] },
    nodes,
    weights,
  });
}
