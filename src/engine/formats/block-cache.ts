import type { Bytes } from './opened-file.ts';

/** One directory of a TIFF in most cases: what is spread through a large file costs no more than a piece a place. */
const PIECE_BYTES = 1024;
/** Pieces that are kept: one megabyte. */
const MOST_PIECES = 1024;
/** Pieces that are read ahead at most. */
const MOST_AHEAD = 63;
/** What is longer is read by itself and not kept. */
const LONGEST_BYTES = 65_536;

/**
 * Bytes whose small reads go in pieces that are kept, the last 1,024 of them: for directories and their fields, of which
 * each takes a few bytes many times.
 */
export function inPieces(bytes: Bytes): Bytes {
  const kept = new Map<number, Uint8Array<ArrayBuffer>>();
  let [next, ahead] = [0, 0]; // the piece behind what was read last, and how many are read beyond what is asked for

  /** The pieces from `first` to `last`, those that are missing from one read. */
  const piecesOf = (first: number, last: number): Uint8Array<ArrayBuffer>[] => {
    const numbers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    const missing = numbers.filter((number) => !kept.has(number));
    if (missing.length > 0) {
      const from = missing[0] ?? 0;
      // Who goes on where the last read ended goes on further: a chain of small pages lies in a row.
      ahead = from === next ? Math.min(MOST_AHEAD, 2 * ahead + 1) : 0;
      const to = (missing.at(-1) ?? from) + ahead;
      next = to + 1;
      const read = bytes.read(from * PIECE_BYTES, (to - from + 1) * PIECE_BYTES);
      for (let number = from; number <= to; number++) {
        const at = (number - from) * PIECE_BYTES;
        kept.set(number, read.subarray(at, at + PIECE_BYTES));
      }
    }
    const pieces = numbers.map((number) => kept.get(number) ?? new Uint8Array());
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_PIECES) break;
      kept.delete(oldest);
    }
    return pieces;
  };

  return {
    size: bytes.size,
    read(at, length) {
      const end = Math.min(at + length, bytes.size);
      if (!(end > at)) return new Uint8Array();
      if (end - at > LONGEST_BYTES) return bytes.read(at, end - at);
      const first = Math.floor(at / PIECE_BYTES);
      const within = at - first * PIECE_BYTES;
      const only = end - first * PIECE_BYTES <= PIECE_BYTES ? kept.get(first) : undefined;
      if (only) return only.subarray(within, within + end - at);
      const pieces = piecesOf(first, Math.floor((end - 1) / PIECE_BYTES));
      const out = new Uint8Array(end - at);
      for (const [i, piece] of pieces.entries()) {
        const begins = (first + i) * PIECE_BYTES;
        const from = Math.max(0, at - begins);
        out.set(piece.subarray(from, end - begins), begins + from - at);
      }
      return out;
    },
  };
}
