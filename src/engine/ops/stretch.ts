/** Buckets that a rank is looked for in before anything is sorted. */
const BUCKETS = 65_536;

/** The finite values in the order asked for, without sorting them all: the value of each rank (0 is the smallest). */
function ofRanks(values: Float32Array, low: number, high: number, ranks: readonly number[]): number[] {
  const scale = (BUCKETS - 1) / (high - low);
  const bucketOf = (value: number) => Math.floor((value - low) * scale);
  const counts = new Uint32Array(BUCKETS);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!; // i is below the length, here and below
    if (Number.isFinite(value)) counts[bucketOf(value)]!++; // within low..high
  }
  const places = ranks.map((rank) => {
    let before = 0;
    let bucket = 0;
    for (; before + counts[bucket]! <= rank; bucket++) before += counts[bucket]!; // a rank is below the count
    return { bucket, rank: rank - before };
  });
  const wanted = new Map(places.map(({ bucket }) => [bucket, new Float32Array(counts[bucket]!)]));
  const isWanted = new Uint8Array(BUCKETS);
  for (const bucket of wanted.keys()) isWanted[bucket] = 1;
  const filled = new Uint32Array(BUCKETS);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    const bucket = bucketOf(value);
    if (isWanted[bucket]) wanted.get(bucket)![filled[bucket]!++] = value; // as many as were counted
  }
  for (const inside of wanted.values()) inside.sort();
  return places.map(({ bucket, rank }) => wanted.get(bucket)![rank]!); // as the counts say
}

/** The same of whole numbers of 16 bits or fewer: one pass, since each value has a count of its own. */
function ofCounted(values: Uint8Array | Uint16Array, ranks: readonly number[]): number[] {
  const counts = new Uint32Array(BUCKETS);
  for (let i = 0; i < values.length; i++) counts[values[i]!]!++; // i is below the length, the value below the buckets
  return ranks.map((rank) => {
    let value = 0;
    for (let before = 0; before + counts[value]! <= rank; value++) before += counts[value]!; // a rank is below the count
    return value;
  });
}

/** Between which two ranks (0 is the smallest) each share of so many values lies. */
const placesOf = (count: number, shares: readonly number[]) =>
  shares.map((share) => (share / 100) * (count - 1));
const ranksOf = (count: number, places: readonly number[]) =>
  places.flatMap((place) => [Math.floor(place), Math.min(count - 1, Math.floor(place) + 1)]);

const between = (places: readonly number[], found: readonly number[]) =>
  places.map((place, i) => {
    const [below, above] = [found[2 * i]!, found[2 * i + 1]!]; // two a share
    return below + (above - below) * (place - Math.floor(place));
  });

/**
 * Percentiles as numpy gives them: linear between the two nearest ranks. Values that are not finite are left out; where
 * there are none, all percentiles are 0.
 *
 * @param shares 0..100.
 */
export function percentiles(
  values: Float32Array | Uint8Array | Uint16Array,
  shares: readonly number[],
): number[] {
  if (!(values instanceof Float32Array)) {
    if (values.length === 0) return shares.map(() => 0);
    const places = placesOf(values.length, shares);
    return between(places, ofCounted(values, ranksOf(values.length, places)));
  }
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!; // i is below the length
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
    count++;
  }
  if (count === 0) return shares.map(() => 0);
  if (low === high) return shares.map(() => low);
  const places = placesOf(count, shares);
  return between(places, ofRanks(values, low, high, ranksOf(count, places)));
}

/**
 * Values as bytes: `black` and below become 0, `white` and above 255, by `t ^ gamma` in between, rounded half to even.
 * What is not a number becomes 0.
 *
 * @param leastSpan the smallest distance of black and white that is divided by.
 */
export function stretch(
  values: Float32Array,
  black: number,
  white: number,
  gamma: number,
  leastSpan: number,
): Uint8Array<ArrayBuffer> {
  const span = Math.max(white - black, leastSpan);
  const out = new Uint8ClampedArray(values.length); // rounds half to even, and takes NaN for 0
  for (let i = 0; i < values.length; i++) {
    const t = Math.min(1, Math.max(0, (values[i]! - black) / span)); // i is below the length
    out[i] = (gamma === 1 ? t : t ** gamma) * 255;
  }
  return new Uint8Array(out.buffer);
}
