import { Refusal } from './refusal.ts';

const COLOURS = 256;
const BINARY = 3 * COLOURS;
/** NIH Image's lookup tables begin with so many bytes of their own. */
const NIH_HEADER = 32;

/** Rows of red, green and blue, with or without a number before them and a headline above; null where it is no such text. */
function fromText(text: string): number[][] | null {
  const rows = text
    .split(/\r?\n/)
    .map((line) => line.trim().split(/[\s,;]+/))
    .filter((cells) => cells.join('') !== '')
    .map((cells) => cells.map(Number))
    .filter((cells, i) => i > 0 || cells.every(Number.isFinite));
  const colours = rows.map((cells) => cells.slice(-3));
  const isWhole = colours.every(
    (cells) =>
      cells.length === 3 && cells.every((value) => Number.isInteger(value) && value >= 0 && value < COLOURS),
  );
  return isWhole && colours.length === COLOURS ? colours : null;
}

/**
 * A lookup table of Fiji or ImageJ (`.lut`): 768 bytes, all reds before all greens before all blues, also behind the header of
 * NIH Image; or text of 256 rows.
 *
 * @returns 256 colours from dark to bright: red, green and blue of each.
 * @throws Refusal where it is neither; the sentence goes on after the file's name.
 */
export function readLut(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const isNih =
    bytes.length === NIH_HEADER + BINARY && String.fromCharCode(...bytes.subarray(0, 4)) === 'ICOL';
  if (bytes.length === BINARY || isNih) {
    const planes = bytes.subarray(bytes.length - BINARY);
    return Uint8Array.from({ length: BINARY }, (_, i) => planes[(i % 3) * COLOURS + Math.floor(i / 3)]!); // within 768
  }
  const rows = bytes.length < 64_000 ? fromText(new TextDecoder('latin1').decode(bytes)) : null;
  if (!rows)
    throw new Refusal('is no lookup table of 256 colours; save one in Fiji with File > Save As > LUT.');
  return Uint8Array.from(rows.flat());
}
