/**
 * Samples packed without gaps, most significant bit first, as TIFF and PNG store a row.
 *
 * @param bytes at least ceil(out.length * bits / 8) bytes.
 * @param bits of one sample, 1..32.
 * @param out one element a sample.
 */
export function unpackBits(
  bytes: Uint8Array,
  bits: number,
  out: Uint8Array | Uint16Array | Uint32Array,
): void {
  let held = 0; // as a double: up to 32 + 7 bits wait at once
  let heldBits = 0;
  let at = 0;
  for (let i = 0; i < out.length; i++) {
    while (heldBits < bits) {
      held = held * 256 + (bytes[at++] ?? 0);
      heldBits += 8;
    }
    heldBits -= bits;
    const scale = 2 ** heldBits;
    const sample = Math.floor(held / scale);
    out[i] = sample;
    held -= sample * scale;
  }
}
