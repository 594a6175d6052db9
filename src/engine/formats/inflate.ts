import { count, cutShort, damaged, type Refusal } from './refusal.ts';

/** Codes up to this length are found in one look-up; the few longer ones bit by bit. */
const quickBits = 10;

interface Code {
  /** By the next `quickBits` bits: symbol << 4 | length, or 0. */
  readonly quick: Uint16Array;
  /** Codes by length, 0..15. */
  readonly counts: Uint16Array;
  /** Symbols in the order of their codes. */
  readonly symbols: Uint16Array;
}

const nonsense = (): Refusal => damaged('its compressed data make no sense');

/** The prefix code that has these lengths (RFC 1951, 3.2.2). @throws Refusal where they need more codes than there are. */
function codeOf(lengths: Uint8Array): Code {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length]!++; // lengths are 0..15
  counts[0] = 0;
  const nextCode = new Uint16Array(16);
  const places = new Uint16Array(16);
  for (let length = 1, code = 0, place = 0; length < 16; length++) {
    code = (code + counts[length - 1]!) << 1;
    nextCode[length] = code;
    places[length] = place;
    place += counts[length]!;
    if (code + counts[length]! > 1 << length) throw nonsense();
  }
  const symbols = new Uint16Array(lengths.length);
  const quick = new Uint16Array(1 << quickBits);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol]!;
    if (length === 0) continue;
    symbols[places[length]!++] = symbol;
    const code = nextCode[length]!++;
    if (length > quickBits) continue;
    let reversed = 0; // codes come highest bit first, all else lowest first
    for (let bit = 0; bit < length; bit++) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
    for (let i = reversed; i < quick.length; i += 1 << length) quick[i] = (symbol << 4) | length;
  }
  return { quick, counts, symbols };
}

/** Base and extra bits of the length symbols 257.. and of the distance symbols (RFC 1951, 3.2.5). */
const lengthExtra = Uint8Array.of(
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  1,
  1,
  1,
  1,
  2,
  2,
  2,
  2,
  3,
  3,
  3,
  3,
  4,
  4,
  4,
  4,
  5,
  5,
  5,
  5,
  0,
);
const distanceExtra = Uint8Array.from({ length: 30 }, (_, i) => (i < 2 ? 0 : (i >> 1) - 1));
function bases(extra: Uint8Array, first: number): Uint16Array {
  let base = first;
  return Uint16Array.from(extra, (bits) => {
    base += 1 << bits;
    return base - (1 << bits);
  });
}
const lengthBase = bases(lengthExtra, 3);
lengthBase[28] = 258; // the last one stands outside the rule
const distanceBase = bases(distanceExtra, 1);

const lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

const fixedLiterals = codeOf(
  Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)),
);
const fixedDistances = codeOf(new Uint8Array(30).fill(5));

/**
 * Unpacks a zlib stream (RFC 1950, 1951) straight into a picture's bytes and stops when they are full, whatever the
 * stream goes on to hold. Libraries unpack to the stream's own end, or at least in pieces that grow 1032-fold: enough
 * for a small file to cost gigabytes, or minutes where thousands of strips share one such stream.
 *
 * @param parts the stream, in order; not joined, so that a large one is not held twice.
 * @param size bytes that must come out.
 * @param wrap what stands around the compressed data: zlib's header, or nothing, as in a ZIP.
 * @throws Refusal where the stream is no such data or ends too early.
 */
export function inflate(
  parts: readonly Uint8Array[],
  size: number,
  wrap: 'zlib' | 'raw' = 'zlib',
): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(size);
  let filled = 0;
  let part = 0;
  let input = parts[0] ?? new Uint8Array();
  let at = 0;
  let held = 0;
  let heldBits = 0;

  const nextByte = (): number => {
    while (at === input.length) {
      const following = parts[++part];
      if (following === undefined) {
        throw cutShort(`its compressed data hold ${count(filled)} of ${count(size)} bytes`);
      }
      input = following;
      at = 0;
    }
    return input[at++]!; // the loop above left `at` inside
  };
  /** The next `n` bits, 0..16, the first one lowest. */
  const take = (n: number): number => {
    while (heldBits < n) {
      held |= nextByte() << heldBits;
      heldBits += 8;
    }
    const bits = held & ((1 << n) - 1);
    held >>>= n;
    heldBits -= n;
    return bits;
  };
  const symbolOf = ({ quick, counts, symbols }: Code): number => {
    // A code may be shorter than the look-up; bits beyond the stream's end count as zeros there.
    while (heldBits < quickBits && at < input.length) {
      held |= input[at++]! << heldBits;
      heldBits += 8;
    }
    const entry = quick[held & ((1 << quickBits) - 1)]!;
    const length = entry & 15;
    if (entry !== 0 && length <= heldBits) {
      held >>>= length;
      heldBits -= length;
      return entry >> 4;
    }
    for (let bits = 1, code = 0, first = 0, place = 0; bits < 16; bits++) {
      code |= take(1);
      const some = counts[bits]!;
      if (code - first < some) return symbols[place + code - first]!;
      place += some;
      first = (first + some) << 1;
      code <<= 1;
    }
    throw nonsense();
  };
  const readCodes = (): [Code, Code] => {
    const [literals, distances, ordered] = [take(5) + 257, take(5) + 1, take(4) + 4];
    const ofLengths = new Uint8Array(19);
    for (let i = 0; i < ordered; i++) ofLengths[lengthOrder[i]!] = take(3);
    const code = codeOf(ofLengths);
    const lengths = new Uint8Array(literals + distances);
    for (let i = 0; i < lengths.length; ) {
      const symbol = symbolOf(code);
      if (symbol < 16) {
        lengths[i++] = symbol;
        continue;
      }
      if (symbol === 16 && i === 0) throw nonsense();
      const value = symbol === 16 ? lengths[i - 1]! : 0;
      const run = symbol === 16 ? 3 + take(2) : symbol === 17 ? 3 + take(3) : 11 + take(7);
      if (i + run > lengths.length) throw nonsense();
      lengths.fill(value, i, i + run);
      i += run;
    }
    return [codeOf(lengths.subarray(0, literals)), codeOf(lengths.subarray(literals))];
  };
  const copyStored = (): void => {
    take(heldBits & 7);
    const length = take(16);
    if ((take(16) ^ length) !== 0xffff) throw nonsense();
    let left = Math.min(length, size - filled);
    for (; left > 0 && heldBits > 0; left--) out[filled++] = take(8);
    while (left > 0) {
      out[filled++] = nextByte();
      left--;
      const run = Math.min(left, input.length - at);
      out.set(input.subarray(at, at + run), filled);
      [at, filled, left] = [at + run, filled + run, left - run];
    }
  };
  const copyCoded = (literals: Code, distances: Code): void => {
    while (filled < size) {
      const symbol = symbolOf(literals);
      if (symbol < 256) {
        out[filled++] = symbol;
        continue;
      }
      if (symbol === 256) return;
      if (symbol > 285) throw nonsense();
      const length = lengthBase[symbol - 257]! + take(lengthExtra[symbol - 257]!);
      const far = symbolOf(distances);
      if (far > 29) throw nonsense();
      const distance = distanceBase[far]! + take(distanceExtra[far]!);
      if (distance > filled) throw nonsense();
      const end = Math.min(filled + length, size);
      if (distance === 1) out.fill(out[filled - 1]!, filled, end);
      else for (let to = filled; to < end; to++) out[to] = out[to - distance]!;
      filled = end;
    }
  };

  if (wrap === 'zlib') {
    const [method, flags] = [take(8), take(8)];
    if ((method & 15) !== 8 || (method * 256 + flags) % 31 !== 0 || (flags & 32) !== 0) throw nonsense();
  }
  for (let isLast = false; !isLast && filled < size; ) {
    isLast = take(1) === 1;
    const kind = take(2);
    if (kind === 0) copyStored();
    else if (kind === 1) copyCoded(fixedLiterals, fixedDistances);
    else if (kind === 2) copyCoded(...readCodes());
    else throw nonsense();
  }
  if (filled < size) throw cutShort(`its compressed data hold ${count(filled)} of ${count(size)} bytes`);
  return out;
}
