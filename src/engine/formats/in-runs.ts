import type { Bytes } from './opened-file.ts';

/** A part of a file. */
export interface Range {
  readonly at: number;
  readonly length: number;
}

/** Bytes between two parts that are read with them rather than asked for twice. */
const GAP_BYTES = 65_536;
/** Bytes that are read at once, unless a part alone has more. */
const RUN_BYTES = 8_000_000;

/**
 * The bytes of parts in their order, those that lie close to each other from one read: a plane of a thousand strips costs a
 * few. A part that goes on beyond the file's end comes short.
 */
export function* inRuns(bytes: Bytes, ranges: readonly Range[]): Generator<Uint8Array<ArrayBuffer>> {
  let [begin, end] = [0, 0];
  let run = new Uint8Array();
  for (const [i, { at, length }] of ranges.entries()) {
    if (at < begin || at + length > end) {
      [begin, end] = [at, at + length];
      for (let j = i + 1; j < ranges.length; j++) {
        const next = ranges[j]!; // inside
        const reach = Math.max(end, next.at + next.length);
        if (next.at < begin || next.at > end + GAP_BYTES || reach - begin > RUN_BYTES) break;
        end = reach;
      }
      run = bytes.read(begin, end - begin);
    }
    yield run.subarray(at - begin, at - begin + length);
  }
}
