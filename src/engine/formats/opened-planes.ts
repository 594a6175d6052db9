import type { Planes, Samples } from '../picture.ts';
import { checkSize } from './limits.ts';
import type { OpenedFile, Window } from './opened-file.ts';
import { Refusal } from './refusal.ts';

/** A window of a channel. @param across pixels in a row of the channel. */
function cut(samples: Samples, across: number, { left, top, width, height }: Window): Samples {
  const out = samples.slice(0, width * height);
  for (let y = 0; y < height; y++) {
    const from = (top + y) * across + left;
    out.set(samples.subarray(from, from + width), y * width);
  }
  return out;
}

/** A part of a plane. @throws Refusal where it does not lie in it. */
export function cutOut(planes: Planes, window: Window): Planes {
  const { left, top, width, height } = window;
  checkSize(width, height, 1);
  if (left < 0 || top < 0 || left + width > planes.width || top + height > planes.height) {
    throw new Refusal(`has no pixels from ${left}, ${top} on, ${width} x ${height}; it ends before.`);
  }
  const channels = planes.channels.map((one) => ({
    ...one,
    samples: cut(one.samples, planes.width, window),
  }));
  return { ...planes, width, height, channels };
}

/**
 * A picture of one plane that can only be read as a whole.
 *
 * @param first what was read on opening: it is given out once and then forgotten.
 * @param again reads it anew.
 */
export function openedPlanes(first: Planes, again: () => Promise<Planes>): OpenedFile {
  const { width, height, channels, axes = { c: channels.length, z: 1, t: 1 } } = first;
  let held: Planes | null = first;
  return {
    axes,
    levels: [{ width, height }],
    series: 1,
    isReadWhole: true,
    async read({ z, t }, level = 0, window) {
      if (z > 0 || t > 0 || level > 0) throw new Refusal('has one plane of one size, and no other.');
      const planes = held ?? (await again());
      held = null;
      return window ? cutOut(planes, window) : planes;
    },
  };
}
