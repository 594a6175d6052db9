import type { Weight } from '../nets/weights.ts';

/**
 * Weights to start from, as in both originals: convolutions from a normal distribution around 0 and scales from one
 * around 1, of deviation 0.02; the rest 0.
 */
export function drawnWeights(
  shapes: ReadonlyMap<string, readonly number[]>,
  random: () => number,
): Map<string, Weight> {
  return new Map(
    Array.from(shapes, ([name, shape]) => {
      const values = new Float32Array(shape.reduce((product, side) => product * side, 1));
      if (name.endsWith('conv.weight')) fillNormal(values, 0, random);
      if (name.endsWith('norm.scale')) fillNormal(values, 1, random);
      return [name, { shape, values }];
    }),
  );
}

const DEVIATION = 0.02;

/** Box and Muller 1958: two normal numbers of two even ones. */
function fillNormal(values: Float32Array, mean: number, random: () => number): void {
  for (let i = 0; i < values.length; i += 2) {
    const radius = DEVIATION * Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    values[i] = mean + radius * Math.cos(angle);
    if (i + 1 < values.length) values[i + 1] = mean + radius * Math.sin(angle);
  }
}
