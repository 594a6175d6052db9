import type { Picture } from '../picture.ts';

/**
 * The grey level that parts a picture's values into two classes with the largest variance between them (Otsu 1979,
 * doi:10.1109/TSMC.1979.4310076).
 *
 * @param grey 1 channel.
 * @returns 0..254: values up to it are the dark class.
 */
export function otsuThreshold({ data }: Picture): number {
  const histogram = new Float64Array(256);
  for (const value of data) histogram[value]!++; // a byte
  let below = 0;
  let sumBelow = 0;
  const sum = histogram.reduce((total, count, value) => total + count * value, 0);
  let best = 0;
  let largest = -1;
  for (let level = 0; level < 255; level++) {
    below += histogram[level]!; // below 256
    sumBelow += level * histogram[level]!;
    const above = data.length - below;
    if (below === 0 || above === 0) continue;
    const between = below * above * (sumBelow / below - (sum - sumBelow) / above) ** 2;
    if (between <= largest) continue;
    largest = between;
    best = level;
  }
  return best;
}
