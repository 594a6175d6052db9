import { StudioError } from '../errors.ts';
import { fromFloat16 } from '../formats/float16.ts';
import type { Safetensors, Stored } from './safetensors.ts';

/** Numbers of a tensor, row-major. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** An I8 tensor has its scale in the tensor of its own name and this ending. */
export const SCALE = '.scale-i8';

/**
 * The numbers of all tensors of a file, as float32.
 *
 * An I8 tensor stands for `integer * scale`, where the tensor `<name>.scale-i8` has the same rank and a side of 1 on
 * every axis but the one along which the scale changes.
 *
 * @throws StudioError `model` where an I8 tensor has no fitting scale.
 */
export function dequantise({ tensors }: Safetensors, file: string): Map<string, Numbers> {
  const numbers = new Map<string, Numbers>();
  for (const [name, stored] of tensors) {
    if (name.endsWith(SCALE)) continue;
    if (stored.dtype !== 'I8') {
      numbers.set(name, { shape: stored.shape, values: widened(stored) });
      continue;
    }
    const scale = tensors.get(`${name}${SCALE}`);
    const fits =
      scale?.shape.length === stored.shape.length &&
      scale.dtype !== 'I8' &&
      scale.shape.filter((side, axis) => side !== 1 && side !== stored.shape[axis]).length === 0 &&
      scale.shape.filter((side) => side !== 1).length <= 1;
    if (!fits) throw new StudioError('model', `${file}: tensor ${name} has no fitting scale.`);
    numbers.set(name, { shape: stored.shape, values: scaled(stored, scale) });
  }
  return numbers;
}

/** Its numbers as float32. */
export const widened = (stored: Exclude<Stored, { dtype: 'I8' }>) =>
  stored.dtype === 'F32' ? stored.values : fromFloat16(stored.values);

function scaled(stored: Stored, scale: Exclude<Stored, { dtype: 'I8' }>): Float32Array {
  const factors = widened(scale);
  const axis = scale.shape.findIndex((side) => side !== 1);
  /** Values in a row that share a factor. */
  const run = axis < 0 ? stored.values.length : stored.shape.slice(axis + 1).reduce((n, side) => n * side, 1);
  const integers = stored.values;
  const values = new Float32Array(integers.length);
  for (let i = 0, nth = 0; i < values.length; nth++) {
    const factor = factors[nth % factors.length] as number; // one factor at least, else there are no values
    for (const end = i + run; i < end; i++) values[i] = (integers[i] as number) * factor; // same lengths
  }
  return values;
}
