/** Buckets that a rank is looked for in. */
const BUCKETS = 65_536;

/** Gives the values of a picture again and again, some at a time. */
export type Parts = () => AsyncIterable<Float32Array>;

interface Wanted {
  /** The least and the largest value of the bucket: the same where it holds one value, however often. */
  least: number;
  most: number;
  readonly values: number[];
}

/**
 * `percentiles()` of values that are too many to hold, which are gone through two or three times: first for their range, then for how many lie
 * where, at last for those few that a percentile lies between, unless they are all alike.
 *
 * @param shares 0..100.
 */
export async function percentilesOfParts(parts: Parts, shares: readonly number[]): Promise<number[]> {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let count = 0;
  for await (const values of parts()) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!; // i is below the length, here and below
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
      count++;
    }
  }
  if (count === 0) return shares.map(() => 0);
  if (low === high) return shares.map(() => low);

  const scale = (BUCKETS - 1) / (high - low);
  const counts = new Float64Array(BUCKETS);
  const least = new Float32Array(BUCKETS).fill(Number.POSITIVE_INFINITY);
  const most = new Float32Array(BUCKETS).fill(Number.NEGATIVE_INFINITY);
  for await (const values of parts()) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (!Number.isFinite(value)) continue;
      const bucket = Math.floor((value - low) * scale); // within low..high
      counts[bucket]!++;
      if (value < least[bucket]!) least[bucket] = value;
      if (value > most[bucket]!) most[bucket] = value;
    }
  }
  const places = shares.map((share) => (share / 100) * (count - 1));
  const ranks = places
    .flatMap((place) => [Math.floor(place), Math.min(count - 1, Math.floor(place) + 1)])
    .map((rank) => {
      let before = 0;
      let bucket = 0;
      for (; before + counts[bucket]! <= rank; bucket++) before += counts[bucket]!; // a rank is below the count
      return { bucket, rank: rank - before };
    });
  const wanted = new Map<number, Wanted>(
    ranks.map(({ bucket }) => [bucket, { least: least[bucket]!, most: most[bucket]!, values: [] }]),
  );
  if ([...wanted.values()].some((one) => one.least < one.most)) {
    for await (const values of parts()) {
      for (let i = 0; i < values.length; i++) {
        const value = values[i]!;
        if (!Number.isFinite(value)) continue;
        const inside = wanted.get(Math.floor((value - low) * scale));
        if (inside && inside.least < inside.most) inside.values.push(value);
      }
    }
    for (const { values } of wanted.values()) values.sort((a, b) => a - b);
  }
  const found = ranks.map(({ bucket, rank }) => {
    const inside = wanted.get(bucket)!; // one for each rank
    return inside.least < inside.most ? inside.values[rank]! : inside.least;
  });
  return places.map((place, i) => {
    const [below, above] = [found[2 * i]!, found[2 * i + 1]!]; // two a share
    return below + (above - below) * (place - Math.floor(place));
  });
}
