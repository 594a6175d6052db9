import { codeLengths, codesOf } from './code-lengths.ts';
import { joinedBytes } from './joined-bytes.ts';

/** Bytes that share their codes. */
const BLOCK = 2 ** 17;
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

/** RFC 1950, 8.2. */
function adler32(data: Uint8Array): number {
  let [a, b] = [1, 0];
  for (let from = 0; from < data.length; ) {
    const to = Math.min(from + 3800, data.length); // before the sums outgrow 31 bits
    for (; from < to; from++) {
      a += data[from]!; // below to
      b += a;
    }
    a %= 65_521;
    b %= 65_521;
  }
  return ((b << 16) | a) >>> 0;
}

/**
 * Packs bytes as a zlib stream (RFC 1950 and 1951) of single bytes and runs of one byte, with Huffman codes for each block; what repeats
 * elsewhere is not looked for. A PNG's filtered rows hold little else: of a painted picture of 1024 px this takes a third of fflate's time at
 * level 1 for a stream that is 12 % smaller. The same bytes become the same stream on every host.
 */
export function deflateRuns(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)];
  const tokens = new Uint16Array(BLOCK);
  const counts = new Uint32Array(286);
  let [held, bits] = [0, 0]; // of a byte that goes on in the next block
  let from = 0;
  do {
    const to = Math.min(from + BLOCK, data.length);
    const used = tokenised(data, from, to, tokens, counts);
    const lengths = codeLengths(counts, 15);
    const codes = codesOf(lengths);
    let size = 0;
    for (let symbol = 0; symbol < 286; symbol++)
      size += counts[symbol]! * (lengths[symbol]! + (symbol > END ? moreBits[symbol]! + 1 : 0)); // all have 286
    const out = new Uint8Array(Math.ceil(size / 8) + 400); // a head has at most 17 + 57 + 7 * 287 bits
    let at = 0;
    const put = (value: number, count: number) => {
      held |= value << bits;
      bits += count;
      while (bits >= 8) {
        out[at++] = held;
        held >>>= 8;
        bits -= 8;
      }
    };
    put(to === data.length ? 1 : 0, 1);
    putHead(lengths, put);
    // The same as `put`, written out: it runs for every byte.
    for (let i = 0; i < used; i++) {
      const token = tokens[i]!; // below used
      const symbol = token < END ? token : symbolOf[token - END]!;
      held |= codes[symbol]! << bits; // at most 7 + 15 bits
      bits += lengths[symbol]!;
      while (bits >= 8) {
        out[at++] = held;
        held >>>= 8;
        bits -= 8;
      }
      if (token >= END) put(token - END - leastOf[symbol]!, moreBits[symbol]! + 1); // and a bit 0: one byte back
    }
    put(codes[END]!, lengths[END]!);
    parts.push(out.subarray(0, at));
    from = to;
  } while (from < data.length);
  const sum = adler32(data);
  if (bits > 0) parts.push(Uint8Array.of(held));
  parts.push(Uint8Array.of(sum >>> 24, sum >>> 16, sum >>> 8, sum));
  return joinedBytes(parts);
}

/** Bytes as they are, and runs as 256 and their length; and how often each symbol of those occurs. @returns how many tokens there are. */
function tokenised(
  data: Uint8Array,
  from: number,
  to: number,
  tokens: Uint16Array,
  counts: Uint32Array,
): number {
  counts.fill(0);
  counts[END] = 1;
  let used = 0;
  let before = from > 0 ? data[from - 1]! : -1;
  for (let i = from; i < to; ) {
    const byte = data[i]!; // below to
    if (byte === before) {
      const most = Math.min(i + LONGEST, to);
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
function putHead(lengths: Uint8Array, put: (value: number, count: number) => void): void {
  const all = new Uint8Array(287);
  all.set(lengths);
  all[286] = 1;
  const counts = new Uint32Array(19);
  for (const length of all) counts[length] = (counts[length] ?? 0) + 1;
  const ofLengths = codeLengths(counts, 7);
  const codes = codesOf(ofLengths);
  put(2, 2);
  put(29, 5); // 286 symbols
  put(0, 5); // one distance
  put(15, 4); // all 19 lengths
  for (const symbol of ORDER) put(ofLengths[symbol] ?? 0, 3);
  for (const length of all) put(codes[length] ?? 0, ofLengths[length] ?? 0);
}
