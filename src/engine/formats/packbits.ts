/**
 * PackBits (TIFF 6.0, section 9): runs of literal and of repeated bytes.
 *
 * @returns how many bytes came out: fewer than `out` holds where the data end early.
 */
export function unpackPackBits(packed: Uint8Array, out: Uint8Array): number {
  let at = 0;
  let filled = 0;
  while (at < packed.length && filled < out.length) {
    const control = packed[at++] ?? 128;
    if (control < 128) {
      const run = packed.subarray(at, Math.min(at + control + 1, at + out.length - filled));
      out.set(run, filled);
      filled += run.length;
      at += control + 1;
    } else if (control > 128) {
      const byte = packed[at++];
      if (byte === undefined) break;
      out.fill(byte, filled, filled + 257 - control);
      filled = Math.min(filled + 257 - control, out.length);
    }
  }
  return filled;
}
