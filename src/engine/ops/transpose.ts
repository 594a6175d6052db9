/** Rows that are read at once, so that each line of the cache that is written is written whole. */
const BAND = 16;

/** `rows` x `columns` values from `from` on become `columns` rows, `distance` apart, from `to` on. */
export function transpose(
  source: Float32Array,
  [from, rows, columns]: readonly [number, number, number],
  target: Float32Array,
  to: number,
  distance: number,
): void {
  for (let band = 0; band < rows; band += BAND) {
    const end = Math.min(rows, band + BAND);
    for (let column = 0; column < columns; column++) {
      for (let row = band; row < end; row++) {
        target[to + column * distance + row] = source[from + row * columns + column] as number; // in range by the loops
      }
    }
  }
}
