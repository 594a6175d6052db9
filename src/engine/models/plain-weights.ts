import type { PlainWeight } from '../draft/plain-unet.ts';
import { dequantise, SCALE, widened } from './dequantise.ts';
import type { Stored } from './safetensors.ts';

/** The axis of a U-Net's kernel along which its output channels lie: as PyTorch stores a convolution, and a transposed one. */
const outAxis = (name: string) => (name.startsWith('up') ? 1 : 0);

/**
 * The weights of a U-Net as they are stored: integers stay so where their scale changes with the output channel.
 *
 * @param name of the model, for a refusal.
 * @throws StudioError `model` where an I8 tensor has no fitting scale.
 */
export function plainWeights(
  tensors: ReadonlyMap<string, Stored>,
  model: string,
): ReadonlyMap<string, PlainWeight> {
  const weights = new Map<string, PlainWeight>();
  for (const [name, stored] of tensors) {
    if (name.endsWith(SCALE)) continue;
    const { shape } = stored;
    const scale = tensors.get(`${name}${SCALE}`);
    const isByOutput = scale?.shape.every(
      (side, axis) => side === (axis === outAxis(name) ? shape[axis] : 1),
    );
    if (stored.dtype === 'I8' && scale && scale.dtype !== 'I8' && isByOutput) {
      weights.set(name, { shape, values: stored.values, unit: widened(scale) });
      continue;
    }
    const alone = new Map([[name, stored], ...(scale ? [[`${name}${SCALE}`, scale] as const] : [])]);
    const floats = dequantise({ tensors: alone, metadata: {} }, model).get(name);
    if (floats) weights.set(name, { ...floats, unit: null });
  }
  return weights;
}
