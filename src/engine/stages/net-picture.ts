import type { Picture } from '../picture.ts';

/** RGB as the net takes it: height * width * 3 values, -1..1. */
export interface NetPicture {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** @param picture RGB. */
export const toNet = ({ width, height, data }: Picture): NetPicture => ({
  width,
  height,
  values: Float32Array.from(data, (byte) => byte / 127.5 - 1),
});

/** RGB. What is out of range, as detail that was given back can be, is cut. */
export const fromNet = ({ width, height, values }: NetPicture): Picture => ({
  width,
  height,
  channels: 3,
  data: Uint8Array.from(values, (value) => Math.min(255, Math.max(0, Math.round((value + 1) * 127.5)))),
});
