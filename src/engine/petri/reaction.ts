/** Cells along the side of the field, which spans -1.1..1.1. */
const SIDE = 176;
const SPAN = 2.2;

/** Means over a square of side 2 * reach + 1, wrapped at the borders; along rows, then columns. */
function blurred(from: Float32Array, reach: number): Float32Array {
  const turned = new Float32Array(from.length);
  const out = new Float32Array(from.length);
  for (const [source, target] of [
    [from, turned],
    [turned, out],
  ] as const) {
    for (let row = 0; row < SIDE; row++) {
      const at = (column: number) => source[row * SIDE + ((column + SIDE) % SIDE)]!; // wrapped
      let sum = 0;
      for (let column = -reach; column <= reach; column++) sum += at(column);
      for (let column = 0; column < SIDE; column++) {
        target[column * SIDE + row] = sum / (2 * reach + 1);
        sum += at(column + reach + 1) - at(column - reach);
      }
    }
  }
  return out;
}

/**
 * A field of about -1..1 in which neighbours agree and those farther off differ: what reaction and diffusion come to
 * rest at (Turing 1952; Young 1984, doi:10.1016/0025-5564(84)90060-9).
 *
 * @param reach half the width of a stripe, in 1/80 of the dish's radius.
 * @param bias above 0 the ridges run together, below 0 they part into spots.
 */
export function patterned(
  random: () => number,
  reach: number,
  bias: number,
): (x: number, y: number) => number {
  let field: Float32Array = Float32Array.from({ length: SIDE * SIDE }, () => 2 * random() - 1);
  const near = Math.round(reach * 0.5);
  const far = Math.round(reach * 1.1);
  const drift = blurred(blurred(field, 26), 26); // more spots here, more stripes there
  for (let round = 0; round < 14; round++) {
    const activator = blurred(blurred(field, near), near);
    const inhibitor = blurred(blurred(field, far), far);
    field = field.map((_, i) => Math.tanh(7 * (activator[i]! - inhibitor[i]!) + 3 * bias + 26 * drift[i]!)); // same size
  }
  field = blurred(blurred(field, Math.round(near / 2)), Math.round(near / 2)); // domes in place of plateaus
  return (x, y) => {
    const [u, v] = [(x / SPAN + 0.5) * SIDE - 0.5, (y / SPAN + 0.5) * SIDE - 0.5];
    const [column, row] = [Math.floor(u), Math.floor(v)];
    let sum = 0;
    for (let j = -1; j < 3; j++) {
      const wy = cubic(v - row - j);
      const line = ((row + j + SIDE) % SIDE) * SIDE;
      for (let i = -1; i < 3; i++)
        sum += wy * cubic(u - column - i) * field[line + ((column + i + SIDE) % SIDE)]!; // wrapped
    }
    return sum;
  };
}

/** The cubic B-spline: smooth, so that its level lines are. */
function cubic(t: number): number {
  const d = Math.abs(t);
  if (d < 1) return 2 / 3 - d * d + (d * d * d) / 2;
  return d < 2 ? (2 - d) ** 3 / 6 : 0;
}
