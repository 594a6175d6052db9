import type { Channel, Planes, Samples } from '../picture.ts';
import type { Projection } from '../recipe.ts';

/** How much a plane's neighbouring pixels differ: the mean square of its Laplacian, over all channels. */
export function sharpness({ channels, width, height }: Planes): number {
  let sum = 0;
  for (const { samples } of channels) {
    for (let y = 1; y < height - 1; y++) {
      for (let x = 1; x < width - 1; x++) {
        const i = y * width + x;
        // All within the plane.
        const bend =
          4 * samples[i]! - samples[i - 1]! - samples[i + 1]! - samples[i - width]! - samples[i + width]!;
        if (Number.isFinite(bend)) sum += bend * bend;
      }
    }
  }
  return sum;
}

/** Adds a plane to sums, or takes what is larger, in place. */
function gather(into: Samples, from: Samples, how: 'max' | 'sum'): void {
  if (how === 'max') {
    for (let i = 0; i < into.length; i++) if (from[i]! > into[i]!) into[i] = from[i]!; // of one length
  } else {
    for (let i = 0; i < into.length; i++) into[i]! += from[i]!;
  }
}

/**
 * All planes in depth as one: the brightest value of each pixel, the mean or the sum (32-bit floats), or the plane whose neighbouring
 * pixels differ most. Planes are read one after the other, and two at most are held.
 *
 * @param read gives a plane in depth, from 0.
 */
export async function projected(
  count: number,
  how: Projection,
  read: (z: number) => Promise<Planes>,
): Promise<Planes> {
  const first = await read(0);
  if (how === 'sharpest') {
    let best = { planes: first, sharpness: sharpness(first) };
    for (let z = 1; z < count; z++) {
      const planes = await read(z);
      const now = sharpness(planes);
      if (now > best.sharpness) best = { planes, sharpness: now };
    }
    return best.planes;
  }
  const sums: Samples[] = first.channels.map(({ samples }) =>
    how === 'max' ? samples.slice() : Float64Array.from(samples),
  );
  for (let z = 1; z < count; z++) {
    const { channels } = await read(z);
    for (const [c, { samples }] of channels.entries()) {
      const into = sums[c];
      if (into) gather(into, samples, how === 'max' ? 'max' : 'sum');
    }
  }
  const share = how === 'mean' ? 1 / count : 1;
  const channels = first.channels.map(
    (channel, c): Channel => ({
      ...channel,
      samples: how === 'max' ? sums[c]! : Float32Array.from(sums[c]!, (value) => value * share), // one for each
    }),
  );
  return how === 'max' ? { ...first, channels } : { ...first, channels, sampleFormat: 'float', bitDepth: 32 };
}
