import { fromNetRange, toNetRange } from '../ops/net-range.ts';
import type { Picture } from '../picture.ts';

/** RGB as the net takes it: height * width * 3 values, -1..1. */
export interface NetPicture {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** @param picture RGB. */
export function toNet({ width, height, data }: Picture): NetPicture {
  const values = new Float32Array(data.length); // filled in a loop: `from` would make a list of numbers first
  for (let i = 0; i < values.length; i++) values[i] = toNetRange(data[i] as number); // within, as below
  return { width, height, values };
}

/** RGB. What is out of range, as detail that was given back can be, is cut. */
export function fromNet({ width, height, values }: NetPicture): Picture {
  const data = new Uint8Array(values.length);
  for (let i = 0; i < data.length; i++) data[i] = fromNetRange(values[i] as number);
  return { width, height, channels: 3, data };
}
