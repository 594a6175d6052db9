import type { Packed } from './packed.ts';

/** A picture of 16-bit integers with a border of zeros, one pixel wide; channels interleaved. */
export interface Values {
  readonly address: number;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

export const rowBytes = ({ width, channels }: Values): number => 2 * channels * (width + 2);

/** The address of a pixel; row and column -1 are the border's. */
export const placeOf = (values: Values, row: number, column: number): number =>
  values.address + (row + 1) * rowBytes(values) + 2 * values.channels * (column + 1);

/** Where the pictures of a U-Net's layers are, for one size. */
export interface Room {
  readonly input: Values;
  readonly downs: readonly Values[];
  /** What came up, and the skip of the same depth beside it. */
  readonly ups: readonly Values[];
  /** Addresses of a convolution's sums, of what is noted of them, and of what they are times and plus. */
  readonly sums: number;
  readonly noted: number;
  readonly affine: number;
  readonly rgb: number;
}

type Sizes = Pick<Packed, 'ins' | 'outs'>;

/** @param place gives the address of so many bytes. */
export function roomOf(
  downs: readonly Sizes[],
  ups: readonly Sizes[],
  width: number,
  height: number,
  place: (bytes: number) => number,
): Room {
  const values = (halvings: number, channels: number): Values => {
    const size = { width: width >> halvings, height: height >> halvings, channels };
    const placed = { ...size, address: 0 };
    return { ...placed, address: place(rowBytes(placed) * (size.height + 2)) };
  };
  const input = values(0, downs[0]?.ins ?? 0);
  const down = downs.map(({ outs }, i) => values(i + 1, outs));
  const up = ups.slice(1).map(({ ins }, i) => values(ups.length - 1 - i, ins));
  const sums = [
    ...downs.map(({ outs }, i) => (width >> (i + 1)) * (height >> (i + 1)) * outs),
    ...ups.map(({ outs }, i) => (width >> (ups.length - 1 - i)) * (height >> (ups.length - 1 - i)) * outs),
  ];
  const most = Math.max(...[...downs, ...ups].map(({ outs }) => outs));
  return {
    input,
    downs: down,
    ups: up,
    sums: place(4 * Math.max(...sums)),
    noted: place(16 * most),
    affine: place(8 * most),
    rgb: place(3 * width * height + 4),
  };
}
