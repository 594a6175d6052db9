/** Two 32-bit views of one word: the bits of a float32. */
const asFloat = new Float32Array(1);
const asBits = new Uint32Array(asFloat.buffer);

/** The float32 of each of the 65,536 half floats; made when first asked for (256 KiB, under a millisecond). */
let table: Float32Array | undefined;

function widened(): Float32Array {
  const values = new Float32Array(65536);
  for (let half = 0; half < 65536; half++) {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 31;
    const fraction = half & 1023;
    if (exponent === 0) values[half] = sign * fraction * 2 ** -24;
    else if (exponent === 31) values[half] = fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    else values[half] = sign * (1024 + fraction) * 2 ** (exponent - 25);
  }
  return values;
}

/** Half floats (IEEE 754 binary16), as bits, to float32: exact. */
export function fromFloat16(bits: Uint16Array): Float32Array<ArrayBuffer> {
  table ??= widened();
  const values = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) values[i] = table[bits[i] as number] as number; // both indices are in range
  return values;
}

/** Float32 to half floats, as bits: to the nearest, ties to even; from 65,520 on it is infinity. */
export function toFloat16(values: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) bits[i] = halfOf(values[i] as number); // i is in range
  return bits;
}

function halfOf(value: number): number {
  asFloat[0] = value;
  const word = asBits[0] as number; // one element long
  const sign = (word >>> 16) & 0x8000;
  const magnitude = word & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00; // not a number
  if (magnitude >= 0x477ff000) return sign | 0x7c00; // 65,520 and above
  if (magnitude < 0x38800000) {
    // Below 2^-14 halves are whole multiples of 2^-24. Adding 2^-1 leaves float32 just that grain, and rounds to even.
    asFloat[0] = Math.abs(value) + 0.5;
    return sign | ((asBits[0] as number) - 0x3f000000); // one element long
  }
  // Drop 13 bits of the fraction: half a unit less one, plus the last kept bit, rounds ties to even.
  return sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
}
