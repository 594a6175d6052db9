/**
 * TIFF's LZW (TIFF 6.0, section 13: codes most significant bit first, one code early). Strings are written backwards
 * from their length, straight into the output.
 *
 * @param size bytes that the block holds; nothing is written beyond.
 * @returns how many bytes came out: fewer than `size` where the data end or make no sense.
 */
export function unpackLzw(packed: Uint8Array, out: Uint8Array): number {
  const prefix = new Uint16Array(4096);
  const suffix = new Uint8Array(4096);
  const length = new Uint16Array(4096);
  for (let code = 0; code < 256; code++) {
    suffix[code] = code;
    length[code] = 1;
  }
  const clear = 256;
  const end = 257;
  let next = 258;
  let bits = 9;
  let held = 0;
  let heldBits = 0;
  let previous = -1;
  let filled = 0;
  let at = 0;
  while (filled < out.length) {
    while (heldBits < bits) {
      if (at >= packed.length) return filled;
      // `at` is inside: the line above
      held = (held << 8) | packed[at++]!;
      heldBits += 8;
    }
    heldBits -= bits;
    const code = (held >>> heldBits) & ((1 << bits) - 1);
    held &= (1 << heldBits) - 1;
    if (code === end) return filled;
    if (code === clear) {
      next = 258;
      bits = 9;
      previous = -1;
      continue;
    }
    if (code > next || (code === next && previous < 0) || (previous < 0 && code > 255)) return filled;
    const isNew = code === next;
    const known = isNew ? previous : code;
    // tables and codes are below 4096, and the tables are filled up to `next`
    const grown = length[known]! + (isNew ? 1 : 0);
    let place = filled + length[known]! - 1;
    let walk = known;
    for (let left = length[known]!; left > 1; left--, place--) {
      if (place < out.length) out[place] = suffix[walk]!;
      walk = prefix[walk]!;
    }
    const first = suffix[walk]!;
    out[filled] = first;
    if (isNew && filled + grown - 1 < out.length) out[filled + grown - 1] = first;
    filled += grown;
    if (previous >= 0 && next < 4096) {
      prefix[next] = previous;
      suffix[next] = first;
      length[next] = length[previous]! + 1;
      next++;
      if (next + 1 >= 1 << bits && bits < 12) bits++;
    }
    previous = code;
  }
  return out.length;
}
