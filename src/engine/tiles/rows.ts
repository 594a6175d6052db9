import type { Picture } from '../picture.ts';

/** An 8-bit picture that is read some rows at a time, since it may be too large to hold. */
export interface Rows {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** Rows of the whole width from `top` on, within the picture. */
  read(top: number, count: number): Promise<Picture>;
}

/** Takes the rows of a picture from its top to its end. */
export type TakeRows = (rows: Picture, top: number) => Promise<void>;

/** The rows of a picture that is held. */
export function rowsOf({ width, height, channels, data }: Picture): Rows {
  if (channels === 4) throw new RangeError('rows are grey or RGB, not RGBA');
  const stride = width * channels;
  return {
    width,
    height,
    channels,
    read: async (top, count) => ({
      width,
      height: count,
      channels,
      data: data.slice(top * stride, (top + count) * stride),
    }),
  };
}

/** Where bands of some rows begin and end; the last may be lower. */
export const bandsOf = (height: number, rows: number): readonly { top: number; end: number }[] =>
  Array.from({ length: Math.ceil(height / rows) }, (_, i) => ({
    top: i * rows,
    end: Math.min(height, (i + 1) * rows),
  }));
