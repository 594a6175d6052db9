import { grey } from '../engine/ops/grey.ts';
import type { Picture, Planes, Samples } from '../engine/picture.ts';
import { lightOf } from '../engine/stages/light.ts';
import { turned, upright } from '../engine/stages/upright.ts';

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

/**
 * A file's first plane as an 8-bit grey picture of its own size, upright: what `edges` looks at. 8-bit values are taken
 * as they are, in colour by OpenCV's weights, as `cv2.cvtColor` does; values of more bits are stretched from the
 * smallest to the largest (NaN counts as the smallest). Up to 8 bits the scale is the file's own, so that 8-bit values stay.
 */
export function fullSizeGrey(planes: Planes): Picture {
  const light = lightOf(planes, 'grey');
  const bits = planes.photometric.kind === 'palette' ? 8 : planes.bitDepth;
  const { low, high } = light.isBytes ? { low: 0, high: 2 ** bits - 1 } : range(light.planes);
  const step = high > low ? 255 / (high - low) : 0;
  const { width, height } = light;
  const channels = light.planes.length === 3 ? 3 : 1;
  const data = new Uint8Array(width * height * channels);
  for (const [c, samples] of light.planes.entries()) {
    for (let i = 0, to = c; i < samples.length; i++, to += channels) {
      const value = Math.round((samples[i]! - low) * step); // i is below the length
      data[to] = Math.min(255, Math.max(0, value)); // also for infinite values
    }
  }
  const made = grey({ width, height, channels, data });
  return {
    ...turned(made, planes.orientation),
    channels: 1,
    data: upright(made.data, made, planes.orientation),
  };
}
