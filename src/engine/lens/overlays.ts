import type { Picture } from '../picture.ts';
import type { EdgeChanges } from './edge-changes.ts';
import type { Spread } from './spread.ts';

/** Blue and orange that people of every colour vision tell apart (Okabe and Ito 2008). */
const LOST = [0, 114, 178] as const;
const INVENTED = [230, 159, 0] as const;
const WHITE = [255, 255, 255] as const;
/** A line of one pixel is drawn with its neighbours, within a rim that keeps it off whatever lies below. */
const LINE = 1;
const RIM = 2;
const RIM_ALPHA = 150;

const painted = (
  to: Picture,
  mask: Picture,
  reach: number,
  [red, green, blue]: readonly [number, number, number],
  alpha: number,
) => {
  const { width, height, data } = mask;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (data[i] === 0) continue;
      for (let row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row++) {
        for (let column = Math.max(0, x - reach); column <= Math.min(width - 1, x + reach); column++)
          to.data.set([red, green, blue, alpha], 4 * (row * width + column));
      }
    }
  }
};

/** RGBA to lay over a picture: lost edges blue, invented ones orange. */
export function edgeOverlay({ lost, invented }: EdgeChanges): Picture {
  const { width, height } = lost.mask;
  const out: Picture = { width, height, channels: 4, data: new Uint8Array(4 * width * height) };
  for (const { mask } of [lost, invented]) painted(out, mask, RIM, WHITE, RIM_ALPHA);
  painted(out, lost.mask, LINE, LOST, 255);
  painted(out, invented.mask, LINE, INVENTED, 255);
  return out;
}

/** A deviation of so many levels is laid on in full. */
export const FULL_SPREAD = 8;

/** RGBA to lay over a picture: the more orange, the more the passes differ there. */
export function spreadOverlay({ width, height, deviation }: Spread): Picture {
  const data = new Uint8Array(4 * width * height);
  for (let i = 0; i < deviation.length; i++) {
    const share = Math.min(1, deviation[i]! / FULL_SPREAD); // i is in range
    data.set([...INVENTED, Math.round(255 * share)], 4 * i);
  }
  return { width, height, channels: 4, data };
}

/** The deviation itself as a grey picture: a level for a level, at most 255. */
export function spreadPicture({ width, height, deviation }: Spread): Picture {
  return {
    width,
    height,
    channels: 1,
    data: Uint8Array.from(deviation, (value) => Math.min(255, Math.round(value))),
  };
}

/** An overlay laid on a picture. @param below RGB. @param above RGBA of the same size. */
export function laidOn(below: Picture, above: Picture): Picture {
  const data = below.data.slice();
  for (let i = 0; i < data.length / 3; i++) {
    const share = above.data[4 * i + 3]! / 255; // of one size, here and below
    for (let c = 0; c < 3; c++) {
      const under = data[3 * i + c]!;
      data[3 * i + c] = Math.round(under + (above.data[4 * i + c]! - under) * share);
    }
  }
  return { ...below, data };
}
