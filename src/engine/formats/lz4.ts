/**
 * A block of LZ4 (lz4_Block_format.md): literals and matches in turn, without the frame that LZ4's own files have.
 *
 * @returns how many bytes came out: fewer than `out` holds where the data end early or point before their beginning.
 */
export function unpackLz4(packed: Uint8Array, out: Uint8Array): number {
  let at = 0;
  let filled = 0;
  const lengthOf = (nibble: number): number => {
    let length = nibble;
    if (nibble === 15) {
      let more = 255;
      while (more === 255) {
        more = packed[at++] ?? 0;
        length += more;
      }
    }
    return length;
  };
  while (at < packed.length) {
    const token = packed[at++] ?? 0;
    const literals = lengthOf(token >> 4);
    const run = packed.subarray(at, Math.min(at + literals, at + out.length - filled));
    out.set(run, filled);
    filled += run.length;
    at += literals;
    if (filled === out.length || at + 2 > packed.length) break;
    const distance = (packed[at] ?? 0) + 256 * (packed[at + 1] ?? 0);
    at += 2;
    const length = lengthOf(token & 15) + 4;
    if (distance === 0 || distance > filled) break;
    filled = copyMatch(out, filled, distance, length);
  }
  return filled;
}

/**
 * Repeats what came out `distance` bytes before, which may overlap what is written.
 *
 * @param distance 1..filled.
 * @returns where the bytes end: after `length` of them, or at the end of `out`.
 */
export function copyMatch(out: Uint8Array, filled: number, distance: number, length: number): number {
  const end = Math.min(filled + length, out.length);
  if (distance === 1) out.fill(out[filled - 1] ?? 0, filled, end);
  else if (distance >= end - filled) out.copyWithin(filled, filled - distance, end - distance);
  else for (let to = filled; to < end; to++) out[to] = out[to - distance] ?? 0;
  return end;
}
