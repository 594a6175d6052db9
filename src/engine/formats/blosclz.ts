import { copyMatch } from './lz4.ts';

/** Distances up to this one take 13 bits, farther ones 16 bits more. */
const NEAR = 8191;

/**
 * BloscLZ, C-Blosc's own kin of FastLZ: a control byte below 32 begins literals, others a match.
 *
 * @returns how many bytes came out: fewer than `out` holds where the data end early or point before their beginning.
 */
export function unpackBloscLz(packed: Uint8Array, out: Uint8Array): number {
  let at = 0;
  let filled = 0;
  const next = () => packed[at++] ?? 0;
  for (let isFirst = true; at < packed.length && filled < out.length; isFirst = false) {
    const control = isFirst ? next() & 31 : next();
    if (control < 32) {
      const run = packed.subarray(at, Math.min(at + control + 1, at + out.length - filled));
      out.set(run, filled);
      filled += run.length;
      at += control + 1;
      continue;
    }
    let length = (control >> 5) + 2;
    if (length === 9) {
      let more = 255;
      while (more === 255) {
        more = next();
        length += more;
      }
    }
    const high = (control & 31) << 8;
    const low = next();
    const isFar = low === 255 && high === 31 << 8;
    const distance = isFar ? NEAR + 1 + 256 * next() + next() : high + low + 1;
    if (distance > filled) break;
    filled = copyMatch(out, filled, distance, length);
  }
  return filled;
}
