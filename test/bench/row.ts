import type { Clock } from './race.ts';

/** What a number of measurements of the same thing gave. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** One line of the benchmark's table. */
export interface Row {
  /** The work, as `Canny L1`. */
  readonly what: string;
  /** Side of the square picture, in pixels. */
  readonly size: number;
  /** Who did it, with the device where that is not the processor. */
  readonly engine: string;
  /** Threads of the processor. */
  readonly threads: number;
  readonly clock: Clock;
  readonly medianMs: number;
  readonly minMs: number;
  readonly maxMs: number;
  /** This engine's time over the peer's, round by round of the same run; null for a peer itself. */
  readonly ratio: Spread | null;
  readonly peer: string | null;
  /** Measured rounds. */
  readonly runs: number;
}

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
  return { median, min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN };
}

/**
 * A row from milliseconds round by round.
 *
 * @param against the peer's milliseconds in the same rounds; left out for a peer.
 */
export function rowOf(
  { what, size, engine, threads, clock }: Pick<Row, 'what' | 'size' | 'engine' | 'threads' | 'clock'>,
  times: readonly number[],
  against?: { readonly peer: string; readonly times: readonly number[] },
): Row {
  const { median: medianMs, min: minMs, max: maxMs } = spread(times);
  const ratios = against?.times.map((peerMs, round) => (times[round] ?? Number.NaN) / peerMs);
  return {
    what,
    size,
    engine,
    threads,
    clock,
    medianMs,
    minMs,
    maxMs,
    ratio: ratios ? spread(ratios) : null,
    peer: against?.peer ?? null,
    runs: times.length,
  };
}
