import { wrappedWords } from '../ops/wrapped-words.ts';
import { MM_PER_PT } from './drawing.ts';

/**
 * Advance widths in thousandths of the size, of the letters from space (32) to tilde (126), from the metrics that Adobe publishes for the
 * fonts every PDF reader has (Core 14 AFM). Arial and Liberation Sans, which stand in for Helvetica in SVG, have the same.
 */
// biome-ignore format: a table
const HELVETICA = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278,
  278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722,
  667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556,
  556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
// biome-ignore format: a table
const HELVETICA_BOLD = [
  278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333,
  333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722,
  667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611,
  611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];
/** Beyond them: what figures need. */
const FURTHER: Readonly<Record<string, number>> = {
  µ: 576,
  '²': 333,
  '°': 400,
  '×': 584,
  '–': 556,
  '…': 1000,
  '·': 278,
};
/** Of a letter that neither names: as wide as most capitals. */
const OTHER = 667;

function advance(letter: string, isBold: boolean): number {
  const bare = letter.normalize('NFD')[0] ?? letter; // a letter with an accent is as wide as without
  const code = bare.charCodeAt(0) - 32;
  return (isBold ? HELVETICA_BOLD : HELVETICA)[code] ?? FURTHER[letter] ?? OTHER;
}

/** How wide a line of Helvetica is, in millimetres. */
export const textWidth = (text: string, sizePt: number, isBold: boolean): number =>
  (Array.from(text).reduce((sum, letter) => sum + advance(letter, isBold), 0) / 1000) * sizePt * MM_PER_PT;

/** The text, cut with an ellipsis where it is wider than so many millimetres. */
export function fitted(text: string, sizePt: number, isBold: boolean, width: number): string {
  if (textWidth(text, sizePt, isBold) <= width) return text;
  const letters = Array.from(text);
  while (letters.length > 0 && textWidth(`${letters.join('').trimEnd()}…`, sizePt, isBold) > width)
    letters.pop();
  return letters.length === 0 ? '' : `${letters.join('').trimEnd()}…`;
}

/** Words in lines of at most so many millimetres; a longer word is cut. */
export const wrapped = (text: string, sizePt: number, width: number): readonly string[] =>
  wrappedWords(
    text,
    (line) => textWidth(line, sizePt, false) <= width,
    (word) => fitted(word, sizePt, false, width),
  );
