import { PANEL, PANEL_OF_COLOURS } from './kernels.ts';

/** The largest integer of a weight: those that were stored in eight bits keep within a thousandth of it. */
const MOST_WEIGHT = 511;
const MOST_SUM = 2 ** 31 - 1;
/** The largest integer of 16 bits. */
export const MOST_VALUE = 2 ** 15 - 1;

/**
 * A convolution's weights as integers of 16 bits: for each of its kernels, panels of neighbouring output channels; in a panel,
 * for each pair of weights, as [rows, columns, ins] follow one another, the two of each channel.
 */
export interface Packed {
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

/** Numbers of a kernel as they lie somewhere: that of tap t, from channel i to o, at `taps[t] + i * inStep + o * outStep`. */
export interface Taps {
  readonly values: Float32Array | Int8Array;
  /** Row-major. */
  readonly taps: readonly number[];
  readonly inStep: number;
  readonly outStep: number;
}

/** A convolution's weights, or those of the phases of a transposed one. */
export interface PlainKernels {
  /** Of one shape. */
  readonly kernels: readonly Taps[];
  readonly rows: number;
  readonly columns: number;
  readonly ins: number;
  readonly outs: number;
  /** What an integer of 1 stands for, by output channel; null where the values are the weights. */
  readonly unit: ArrayLike<number> | null;
}

/** Channels as they are packed: with those of zeros that fill groups and panels up. */
const filledUp = ({ columns, ins, outs }: PlainKernels) => ({
  ins: upTo(ins, GROUP / columns),
  outs: upTo(outs, panelOf(outs)),
});
const panelOf = (outs: number) => (outs < PANEL ? PANEL_OF_COLOURS : PANEL);

/** Integers that a kernel of these takes when it is packed. */
export function packedLength(plain: PlainKernels): number {
  const all = filledUp(plain);
  return plain.rows * plain.columns * all.ins * all.outs;
}

/**
 * Packs weights; integers stay as they are.
 *
 * @param to takes each kernel: zeros, of `packedLength`.
 */
export function packed(plain: PlainKernels, to: readonly Int16Array[]): Packed {
  const { kernels, rows, columns, ins, outs, unit: given } = plain;
  const all = filledUp(plain);
  const panel = panelOf(outs);
  const unit = new Float64Array(all.outs).fill(1);
  for (let o = 0; o < outs; o++) {
    unit[o] = given ? (given[o] as number) : largestOf(kernels, ins, o) / MOST_WEIGHT || 1; // one for each channel
  }
  const perOne = given ? null : unit.map((one) => 1 / one);

  let largest = 0;
  for (const [nth, { values, taps, inStep, outStep }] of kernels.entries()) {
    const sums = new Float64Array(outs);
    const integers = to[nth] as Int16Array; // one for each kernel
    for (let first = 0, ofPanel = 0; first < outs; first += panel, ofPanel += taps.length * all.ins * panel) {
      const end = Math.min(outs, first + panel);
      for (let i = 0; i < ins; i++) {
        for (let t = 0; t < taps.length; t++) {
          const k = t * all.ins + i;
          const from = (taps[t] as number) + i * inStep; // a tap of the list; all that follow are in range by the shapes
          for (let o = first, at = ofPanel + (k >> 1) * 2 * panel + (k & 1); o < end; o++, at += 2) {
            const value = values[from + o * outStep] as number;
            const integer = perOne ? Math.round(value * (perOne[o] as number)) : value;
            integers[at] = integer;
            sums[o] = (sums[o] as number) + Math.abs(integer);
          }
        }
      }
    }
    largest = Math.max(largest, ...sums);
  }
  const most = Math.min(MOST_VALUE, Math.floor(MOST_SUM / Math.max(1, largest)));
  return { rows, columns, ...all, unit, most };
}

/** The largest weight of an output channel, without its sign. */
function largestOf(kernels: readonly Taps[], ins: number, o: number): number {
  let largest = 0;
  for (const { values, taps, inStep, outStep } of kernels) {
    for (let i = 0; i < ins; i++) {
      for (const tap of taps) {
        largest = Math.max(largest, Math.abs(values[tap + i * inStep + o * outStep] as number)); // in range by the shapes
      }
    }
  }
  return largest;
}
