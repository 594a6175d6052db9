/**
 * The values of several planes side by side: pixel by pixel, as the nets take them.
 *
 * @param planes one for each channel, all of one length.
 */
export function interleaved(planes: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array()] = planes;
  if (planes.length === 1) return first;
  const values = new Float32Array(first.length * planes.length);
  for (const [c, plane] of planes.entries()) {
    for (const [i, value] of plane.entries()) values[i * planes.length + c] = value;
  }
  return values;
}
