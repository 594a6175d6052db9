import { PANEL, PANEL_OF_COLOURS } from './kernels.ts';

/** The largest integer of a weight: those that were stored in eight bits keep within a thousandth of it. */
const MOST_WEIGHT = 511;
const MOST_SUM = 2 ** 31 - 1;
/** The largest integer of 16 bits. */
export const MOST_VALUE = 2 ** 15 - 1;

/** A convolution's weights as integers of 16 bits. */
export interface Packed {
  /**
   * For each of its kernels, panels of neighbouring output channels: for each pair of weights, as [rows, columns, ins]
   * follow one another, the two of each channel.
   */
  readonly kernels: readonly Int16Array<ArrayBuffer>[];
  readonly rows: number;
  readonly columns: number;
  /** Channels that come in, with those of zeros that fill a group up. */
  readonly ins: number;
  /** Channels that go out, likewise. */
  readonly outs: number;
  /** The weight that an integer of 1 stands for, by output channel. */
  readonly unit: Float64Array;
  /** The largest integer a value may be, for no sum to leave 32 bits. */
  readonly most: number;
}

/** Values that a kernel reads at once. */
const GROUP = 8;
const upTo = (value: number, grain: number) => Math.ceil(value / grain) * grain;

/**
 * Packs the weights of a convolution, or the phases of a transposed one.
 *
 * @param kernels of one shape, [rows, columns, ins, outs].
 */
export function packed(
  kernels: readonly Float32Array[],
  [rows, columns, ins, outs]: readonly [number, number, number, number],
): Packed {
  const panel = outs < PANEL ? PANEL_OF_COLOURS : PANEL;
  const allIns = upTo(ins, GROUP / columns);
  const allOuts = upTo(outs, panel);
  const rowsOf = (kernel: Float32Array) =>
    Array.from({ length: rows * columns * ins }, (_, k) => kernel.subarray(k * outs, (k + 1) * outs));
  const unit = new Float64Array(allOuts);
  for (const row of kernels.flatMap(rowsOf)) {
    for (let o = 0; o < outs; o++) unit[o] = Math.max(unit[o] as number, Math.abs(row[o] as number)); // of a length
  }
  for (let o = 0; o < allOuts; o++) unit[o] = (unit[o] as number) / MOST_WEIGHT || 1;

  const perOne = unit.map((one) => 1 / one);

  let largest = 0;
  const integers = kernels.map((kernel) => {
    const sums = new Float64Array(outs);
    const all = new Int16Array(rows * columns * allIns * allOuts);
    const ofPanel = rows * columns * allIns * panel;
    for (const [i, row] of rowsOf(kernel).entries()) {
      const k = Math.floor(i / ins) * allIns + (i % ins);
      const place = (k >> 1) * 2 * panel + (k & 1);
      for (let first = 0; first < outs; first += panel) {
        const end = Math.min(outs, first + panel);
        for (let o = first, to = (first / panel) * ofPanel + place; o < end; o++, to += 2) {
          const integer = Math.round((row[o] as number) * (perOne[o] as number)); // as above
          all[to] = integer;
          sums[o] = (sums[o] as number) + Math.abs(integer);
        }
      }
    }
    largest = Math.max(largest, ...sums);
    return all;
  });
  const most = Math.min(MOST_VALUE, Math.floor(MOST_SUM / Math.max(1, largest)));
  return { kernels: integers, rows, columns, ins: allIns, outs: allOuts, unit, most };
}
