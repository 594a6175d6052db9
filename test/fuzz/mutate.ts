import { crc32 } from 'node:zlib';

/** Numbers that readers trip over. */
const extremes = [
  0, 1, 2, 3, 7, 8, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000,
  0xffffffff,
];

type Random = () => number;
type Mutation = (bytes: Uint8Array, random: Random, other: Uint8Array) => Uint8Array;

const below = (random: Random, n: number) => Math.floor(random() * n);
/** A place in the file: often near its beginning, where headers are, or its end. */
function placeIn(bytes: Uint8Array, random: Random): number {
  const where = random();
  const reach = where < 0.5 ? Math.min(bytes.length, 512) : bytes.length;
  const place = below(random, Math.max(1, reach));
  return where > 0.9 ? Math.max(0, bytes.length - 1 - below(random, 256)) : place;
}
const joined = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

const mutations: readonly Mutation[] = [
  // one bit
  (bytes, random) => {
    const place = placeIn(bytes, random);
    return bytes.with(place, (bytes[place] ?? 0) ^ (1 << below(random, 8)));
  },
  // one byte
  (bytes, random) => bytes.with(placeIn(bytes, random), below(random, 256)),
  // a number of 2, 4 or 8 bytes, either way round
  (bytes, random) => {
    const out = bytes.slice();
    const view = new DataView(out.buffer);
    const value = extremes[below(random, extremes.length)] ?? 0;
    const size = [2, 4, 8][below(random, 3)] ?? 4;
    const place = Math.min(placeIn(bytes, random), bytes.length - size);
    if (place < 0) return out;
    const isLittle = random() < 0.5;
    if (size === 2) view.setUint16(place, value & 0xffff, isLittle);
    else if (size === 4) view.setUint32(place, value, isLittle);
    else view.setBigUint64(place, BigInt(value) << (random() < 0.5 ? 0n : 32n), isLittle);
    return out;
  },
  // cut
  (bytes, random) => bytes.slice(0, below(random, bytes.length)),
  // a part left out
  (bytes, random) => {
    const place = placeIn(bytes, random);
    return joined(bytes.subarray(0, place), bytes.subarray(place + 1 + below(random, 64)));
  },
  // a part twice
  (bytes, random) => {
    const place = placeIn(bytes, random);
    return joined(bytes.subarray(0, place + below(random, 64)), bytes.subarray(place));
  },
  // noise in between
  (bytes, random) => {
    const place = placeIn(bytes, random);
    const noise = Uint8Array.from({ length: 1 + below(random, 32) }, () => below(random, 256));
    return joined(bytes.subarray(0, place), noise, bytes.subarray(place));
  },
  // a run of one value
  (bytes, random) => {
    const place = placeIn(bytes, random);
    return bytes.slice().fill(random() < 0.5 ? 0 : 255, place, place + below(random, 64));
  },
  // the end of another file
  (bytes, random, other) =>
    joined(bytes.subarray(0, placeIn(bytes, random)), other.subarray(below(random, other.length))),
];

/** A PNG whose chunks have the right checksums again, so that what is inside them is looked at. */
function mendPng(bytes: Uint8Array): Uint8Array {
  const out = bytes.slice();
  const view = new DataView(out.buffer);
  for (let at = 8; at + 12 <= out.length; ) {
    const end = at + 12 + view.getUint32(at);
    if (end > out.length) break;
    view.setUint32(end - 4, crc32(out.subarray(at + 4, end - 4)));
    at = end;
  }
  return out;
}

/** A ZIP whose stored files have the right checksums again, where its directory is still to be found. */
function mendZip(bytes: Uint8Array): Uint8Array {
  const out = bytes.slice();
  const view = new DataView(out.buffer);
  const end = out.length - 22;
  if (end < 0 || view.getUint32(end, true) !== 0x06054b50) return out;
  for (let at = view.getUint32(end + 16, true); at + 46 <= end && view.getUint32(at, true) === 0x02014b50; ) {
    const local = view.getUint32(at + 42, true);
    if (local + 30 > end) break;
    const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const stored = out.subarray(from, from + view.getUint32(at + 24, true));
    if (view.getUint16(at + 10, true) === 0) view.setUint32(at + 16, crc32(stored), true);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return out;
}

/** A file with one to six faults. @param kind by the seed's name. */
export function mutate(
  bytes: Uint8Array,
  other: Uint8Array,
  kind: string,
  random: Random,
): Uint8Array<ArrayBuffer> {
  let out = bytes;
  const times = 1 + below(random, 3) * below(random, 3) + below(random, 2);
  for (let i = 0; i < times && out.length > 0; i++) {
    const mutation = mutations[below(random, mutations.length)];
    if (mutation) out = mutation(out, random, other);
  }
  const mend = kind === 'png' ? mendPng : kind === 'ozx' ? mendZip : null;
  return new Uint8Array(mend && random() < 0.8 ? mend(out) : out);
}
