import { codeLengths, codesOf } from './code-lengths.ts';

const END = 256;
const LONGEST = 258;
/** A shorter run costs less as it is. */
const SHORTEST = 4;
/** RFC 1951, 3.2.7: the order in which the lengths of the codes of lengths stand. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const;

/** RFC 1951, 3.2.5: the symbol of a run's length, how many more bits say which, and the least length of that symbol. */
const symbolOf = new Uint16Array(LONGEST + 1);
const moreBits = new Uint8Array(286);
const leastOf = new Uint16Array(286);
for (let symbol = 257, length = 3; symbol < 286; symbol++) {
  const more = symbol < 265 || symbol === 285 ? 0 : (symbol - 261) >> 2;
  moreBits[symbol] = more;
  leastOf[symbol] = symbol === 285 ? LONGEST : length;
  for (let k = 0; k < 2 ** more && length <= LONGEST; k++) symbolOf[length++] = symbol;
}
symbolOf[LONGEST] = 285;

/** RFC 1950, 8.2: the two sums after more bytes. */
function adler32(data: Uint8Array, [a, b]: readonly [number, number]): [number, number] {
  for (let from = 0; from < data.length; ) {
    const to = Math.min(from + 3800, data.length); // before the sums outgrow 31 bits
    for (; from + 4 <= to; from += 4) {
      const one = data[from]!; // below to, all four
      const two = data[from + 1]!;
      const three = data[from + 2]!;
      const four = data[from + 3]!;
      b += 4 * a + 4 * one + 3 * two + 2 * three + four;
      a += one + two + three + four;
    }
    for (; from < to; from++) {
      a += data[from]!;
      b += a;
    }
    a %= 65_521;
    b %= 65_521;
  }
  return [a, b];
}

/** Where bits go: into a byte's low end first. */
interface Bits {
  out: Uint8Array<ArrayBuffer>;
  /** Bytes that are written. */
  at: number;
  /** Bits that wait for a whole byte, and how many. */
  held: number;
  count: number;
}

function put(bits: Bits, value: number, count: number): void {
  bits.held |= value << bits.count;
  bits.count += count;
  for (; bits.count >= 8; bits.count -= 8) {
    bits.out[bits.at++] = bits.held;
    bits.held >>>= 8;
  }
}

/** The tokens of a block. The same as `put`, without a branch that depends on the data and in variables of its own: it runs for every byte. */
function putTokens(bits: Bits, tokens: Uint16Array, codes: Uint16Array, lengths: Uint8Array): void {
  const { out } = bits;
  let { at, held, count } = bits;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!; // below the length
    const symbol = token < END ? token : symbolOf[token - END]!;
    held |= codes[symbol]! << count; // at most 7 + 15 bits
    count += lengths[symbol]!;
    if (token >= END) {
      held |= (token - END - leastOf[symbol]!) << count; // at most 22 + 5 bits, and a bit 0: one byte back
      count += moreBits[symbol]! + 1;
    }
    out[at] = held;
    out[at + 1] = held >>> 8;
    out[at + 2] = held >>> 16;
    const whole = count >> 3;
    at += whole;
    held >>>= whole << 3;
    count &= 7;
  }
  Object.assign(bits, { at, held, count });
}

/**
 * Packs bytes as a zlib stream (RFC 1950 and 1951) of single bytes and runs of one byte, with Huffman codes for each block; what repeats
 * elsewhere is not looked for. A PNG's filtered rows hold little else: of a painted picture of 1024 px this takes two fifths of fflate's time at
 * level 1 for a stream that is 12 % smaller. The same blocks become the same stream on every host.
 *
 * @returns packs the next block, best of some 100 kB: what it gives is to be put behind what it gave before. `data` is not kept.
 */
export function runsPacker(): (data: Uint8Array, isLast: boolean) => Uint8Array<ArrayBuffer> {
  const counts = new Uint32Array(286);
  const bits: Bits = { out: new Uint8Array(), at: 0, held: 0, count: 0 };
  let tokens = new Uint16Array();
  let sums: [number, number] = [1, 0];
  let before = -1; // the last byte of the block before
  return (data, isLast) => {
    if (tokens.length < data.length) tokens = new Uint16Array(data.length);
    const isFirst = before < 0;
    const used = tokenised(data, before, tokens, counts);
    before = data.at(-1) ?? before;
    sums = adler32(data, sums);
    const lengths = codeLengths(counts, 15);
    const codes = codesOf(lengths);
    let size = 0;
    for (let symbol = 0; symbol < 286; symbol++)
      size += counts[symbol]! * (lengths[symbol]! + (symbol > END ? moreBits[symbol]! + 1 : 0)); // all have 286
    bits.out = new Uint8Array(Math.ceil(size / 8) + 400); // a head has at most 17 + 57 + 7 * 287 bits, and sums and ends have 8 bytes
    bits.at = 0;
    if (isFirst) bits.at = 2;
    if (isFirst) bits.out.set([0x78, 0x01]);
    put(bits, isLast ? 1 : 0, 1);
    putHead(lengths, bits);
    putTokens(bits, tokens.subarray(0, used), codes, lengths);
    put(bits, codes[END]!, lengths[END]!);
    if (isLast) {
      const [a, b] = sums;
      put(bits, 0, -bits.count & 7);
      for (const byte of [b >>> 8, b, a >>> 8, a]) bits.out[bits.at++] = byte;
    }
    return bits.out.subarray(0, bits.at);
  };
}

/**
 * Bytes as they are, and runs as 256 and their length; and how often each symbol of those occurs.
 *
 * @param before the byte in front of these; below 0 for none. @returns how many tokens there are.
 */
function tokenised(data: Uint8Array, before: number, tokens: Uint16Array, counts: Uint32Array): number {
  counts.fill(0);
  counts[END] = 1;
  let used = 0;
  for (let i = 0; i < data.length; ) {
    const byte = data[i]!; // below the length
    if (byte === before) {
      const most = Math.min(i + LONGEST, data.length);
      let end = i + 1;
      while (end < most && data[end] === byte) end++;
      const length = end - i;
      if (length >= SHORTEST) {
        tokens[used++] = END + length;
        counts[symbolOf[length]!]!++;
        i = end;
        continue;
      }
    }
    tokens[used++] = byte;
    counts[byte]!++;
    before = byte;
    i++;
  }
  return used;
}

/** The head of a block (RFC 1951, 3.2.7): the lengths of its codes, one by one, and of the one distance there is. */
function putHead(lengths: Uint8Array, bits: Bits): void {
  const all = new Uint8Array(287);
  all.set(lengths);
  all[286] = 1;
  const counts = new Uint32Array(19);
  for (const length of all) counts[length] = (counts[length] ?? 0) + 1;
  const ofLengths = codeLengths(counts, 7);
  const codes = codesOf(ofLengths);
  put(bits, 2, 2);
  put(bits, 29, 5); // 286 symbols
  put(bits, 0, 5); // one distance
  put(bits, 15, 4); // all 19 lengths
  for (const symbol of ORDER) put(bits, ofLengths[symbol] ?? 0, 3);
  for (const length of all) put(bits, codes[length] ?? 0, ofLengths[length] ?? 0);
}
