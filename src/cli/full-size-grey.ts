import { grey } from '../engine/ops/grey.ts';
import type { Picture, Planes, Samples } from '../engine/picture.ts';

/** The finite values' range of all the channels that are looked at; 0 to 1 where there is none. */
function range(channels: readonly Samples[]): { low: number; high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const samples of channels) {
    for (const value of samples) {
      if (value < low && value !== Number.NEGATIVE_INFINITY) low = value;
      if (value > high && value !== Number.POSITIVE_INFINITY) high = value;
    }
  }
  return low <= high ? { low, high } : { low: 0, high: 1 };
}

/** What becomes 0 and what becomes 255. Up to 8 bits it is the whole scale of the file, so that 8-bit values stay. */
function scale({ bitDepth, sampleFormat }: Planes, channels: readonly Samples[]) {
  return sampleFormat === 'uint' && bitDepth <= 8 ? { low: 0, high: 2 ** bitDepth - 1 } : range(channels);
}

/** Where the pixel of an upright picture lies in the stored one, by EXIF orientation (width and height as stored). */
const stored: Readonly<Record<number, (x: number, y: number, w: number, h: number) => number>> = {
  2: (x, y, w) => y * w + w - 1 - x,
  3: (x, y, w, h) => (h - 1 - y) * w + w - 1 - x,
  4: (x, y, w, h) => (h - 1 - y) * w + x,
  5: (x, y, w) => x * w + y,
  6: (x, y, w, h) => (h - 1 - x) * w + y,
  7: (x, y, w, h) => (h - 1 - x) * w + w - 1 - y,
  8: (x, y, w) => x * w + w - 1 - y,
};

function upright(picture: Picture, orientation: number): Picture {
  const from = stored[orientation];
  if (!from) return picture;
  const { width: w, height: h } = picture;
  const [width, height] = orientation >= 5 ? [h, w] : [w, h];
  const data = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) data[i] = picture.data[from(x, y, w, h)] ?? 0;
  }
  return { width, height, channels: 1, data };
}

/**
 * A file's first plane as an 8-bit grey picture of its own size, upright: what `edges` looks at. 8-bit values are taken
 * as they are, in colour by OpenCV's weights, as `cv2.cvtColor` does; values of more bits are stretched from the
 * smallest to the largest (NaN counts as the smallest).
 */
export function fullSizeGrey(planes: Planes): Picture {
  const { width, height, photometric } = planes;
  const shown = planes.channels.slice(0, photometric.kind === 'rgb' ? 3 : 1).map(({ samples }) => samples);
  const { low, high } = photometric.kind === 'palette' ? { low: 0, high: 255 } : scale(planes, shown);
  const step = high > low ? 255 / (high - low) : 0;
  const count = width * height;
  const channels = photometric.kind === 'grey' || photometric.kind === 'inverted' ? 1 : 3;
  const data = new Uint8Array(count * channels);
  for (let i = 0; i < count; i++) {
    if (photometric.kind === 'palette') {
      data.set(photometric.palette[shown[0]?.[i] ?? 0] ?? [0, 0, 0], 3 * i);
      continue;
    }
    for (let c = 0; c < channels; c++) {
      const value = Math.round(((shown[c]?.[i] ?? 0) - low) * step);
      const inside = Math.min(255, Math.max(0, value)); // also for infinite values
      data[i * channels + c] = photometric.kind === 'inverted' ? 255 - inside : inside;
    }
  }
  return upright(grey({ width, height, channels, data }), planes.orientation);
}
