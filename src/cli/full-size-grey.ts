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
 * A file's first plane as an 8-bit picture of its own size, upright: what `edges` looks at. 8-bit values are taken
 * as they are; values of more bits are stretched from the
 * smallest to the largest (NaN counts as the smallest). Up to 8 bits the scale is the file's own, so that 8-bit values stay.
 *
 * @returns grey, or RGB where the file has colours.
 */
export function fullSizePicture(planes: Planes): Picture {
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
  const size = turned(light, planes.orientation);
  if (channels === 1) return { ...size, channels, data: upright(data, light, planes.orientation) };
  const turnedChannel = (c: number) =>
    upright(
      Uint8Array.from({ length: width * height }, (_, i) => data[3 * i + c] ?? 0),
      light,
      planes.orientation,
    );
  const out = new Uint8Array(data.length);
  for (let c = 0; c < 3; c++) for (const [i, value] of turnedChannel(c).entries()) out[3 * i + c] = value;
  return { ...size, channels, data: out };
}

/** The same as grey: colours by OpenCV's weights, as `cv2.cvtColor` does. */
export const fullSizeGrey = (planes: Planes): Picture => grey(fullSizePicture(planes));
