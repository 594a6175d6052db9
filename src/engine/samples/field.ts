/** A square plane of light or density, row after row. */
export interface Field {
  readonly side: number;
  readonly values: Float32Array<ArrayBuffer>;
}

export const emptyField = (side: number): Field => ({ side, values: new Float32Array(side * side) });

/**
 * Calls `each` for the pixels whose centre lies within `reach` of a point, as far as they are on the field.
 *
 * @param each gets the way from the point to the pixel, in pixels, and the pixel's index.
 */
export function around(
  side: number,
  x: number,
  y: number,
  reach: number,
  each: (dx: number, dy: number, index: number) => void,
): void {
  for (let row = Math.max(0, Math.ceil(y - reach)); row <= Math.min(side - 1, y + reach); row++) {
    for (let column = Math.max(0, Math.ceil(x - reach)); column <= Math.min(side - 1, x + reach); column++) {
      each(column - x, row - y, row * side + column);
    }
  }
}

/** Gaussian blur with the border's values repeated outwards. @param sigma pixels. */
export function blurred({ side, values }: Field, sigma: number): Field {
  const reach = Math.ceil(3 * sigma);
  const weights = Float32Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  /** Blurs along the rows and turns rows into columns, so that twice is once each way. */
  const alongRows = (from: Float32Array) => {
    const to = new Float32Array(side * side);
    const line = new Float32Array(side + 2 * reach);
    for (let y = 0; y < side; y++) {
      line.set(from.subarray(y * side, (y + 1) * side), reach);
      line.fill(from[y * side] ?? 0, 0, reach);
      line.fill(from[(y + 1) * side - 1] ?? 0, reach + side);
      for (let x = 0; x < side; x++) {
        let sum = 0;
        for (let k = 0; k < weights.length; k++) sum += (weights[k] ?? 0) * (line[x + k] ?? 0);
        to[x * side + y] = sum / total;
      }
    }
    return to;
  };
  return { side, values: alongRows(alongRows(values)) };
}

/** Smooth noise of mean 0 and about -1..1, whose hills are some `grain` pixels apart. */
export function clouds(side: number, grain: number, random: () => number): Field {
  const points = Math.ceil(side / grain) + 2;
  const heights = Float32Array.from({ length: points * points }, () => random() * 2 - 1);
  const ease = (t: number) => t * t * (3 - 2 * t);
  const field = emptyField(side);
  for (let y = 0; y < side; y++) {
    const row = Math.floor(y / grain);
    const v = ease(y / grain - row);
    for (let x = 0; x < side; x++) {
      const column = Math.floor(x / grain);
      const u = ease(x / grain - column);
      const at = row * points + column;
      const top = (heights[at] ?? 0) * (1 - u) + (heights[at + 1] ?? 0) * u;
      const bottom = (heights[at + points] ?? 0) * (1 - u) + (heights[at + points + 1] ?? 0) * u;
      field.values[y * side + x] = top * (1 - v) + bottom * v;
    }
  }
  return field;
}

/** Smooth noise of about -1..1 with hills of two sizes: `grain` pixels apart, and under half of that. */
export function mottled(side: number, grain: number, random: () => number): Field {
  const coarse = clouds(side, grain, random);
  const fine = clouds(side, grain * 0.43, random);
  return { side, values: coarse.values.map((value, i) => 0.7 * (value + (fine.values[i] ?? 0))) };
}
