import type { Stored } from './safetensors.ts';

/**
 * A kernel as 8-bit integers, to the nearest, with a scale for each output channel that takes its largest weight to 127.
 *
 * @param values a kernel [..., out], row-major.
 */
export function quantise(
  values: Float32Array,
  shape: readonly number[],
): { readonly integers: Stored; readonly scale: Stored } {
  const out = shape.at(-1) ?? 1;
  const scale = new Float32Array(out);
  values.forEach((value, i) => {
    scale[i % out] = Math.max(scale[i % out] as number, Math.abs(value) / 127); // i % out < out
  });
  const integers = Int8Array.from(values, (value, i) => Math.round(value / (scale[i % out] || 1)));
  return {
    integers: { dtype: 'I8', shape, values: integers },
    scale: {
      dtype: 'F32',
      shape: shape.map((_, axis) => (axis === shape.length - 1 ? out : 1)),
      values: scale,
    },
  };
}
