/**
 * The values of several planes side by side: pixel by pixel, as the nets take them.
 *
 * @param planes one for each channel, all of one length.
 */
export function interleaved(planes: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array()] = planes;
  if (planes.length === 1) return first;
  const count = planes.length;
  const values = new Float32Array(first.length * count);
  for (const [c, plane] of planes.entries()) {
    for (let i = 0, to = c; i < plane.length; i++, to += count) values[to] = plane[i] as number; // in range
  }
  return values;
}
