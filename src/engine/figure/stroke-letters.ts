import { GLYPH_HEIGHT, GLYPH_WIDTH, hasInk } from '../ops/glyphs.ts';

/** A stroke of a pen from one point to another, which may be the same. */
export interface PenStroke {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** Rows of a glyph above the line that letters stand on. */
const ABOVE = 7;
/** Between two letters, and of a space, in the glyphs' pixels. */
const BETWEEN = 1.4;
const SPACE = 2.6;

/** A letter that the glyphs lack, as the one without its accent. */
const known = (letter: string) => (letter === '–' ? '-' : (letter.normalize('NFD')[0] ?? letter));

/** A glyph's pixels joined to strokes: with neighbours beside and below, and across a corner where nothing else leads there. */
function strokesOf(letter: string): { readonly strokes: readonly PenStroke[]; readonly width: number } {
  const ink = (x: number, y: number) =>
    x >= 0 && x < GLYPH_WIDTH && y >= 0 && y < GLYPH_HEIGHT && hasInk(letter, x, y);
  const strokes: PenStroke[] = [];
  let [least, most] = [GLYPH_WIDTH, -1];
  for (let y = 0; y < GLYPH_HEIGHT; y++) {
    for (let x = 0; x < GLYPH_WIDTH; x++) {
      if (!ink(x, y)) continue;
      [least, most] = [Math.min(least, x), Math.max(most, x)];
      const to = [
        ...(ink(x + 1, y) ? [[x + 1, y] as const] : []),
        ...(ink(x, y + 1) ? [[x, y + 1] as const] : []),
        ...(ink(x + 1, y + 1) && !ink(x + 1, y) && !ink(x, y + 1) ? [[x + 1, y + 1] as const] : []),
        ...(ink(x - 1, y + 1) && !ink(x - 1, y) && !ink(x, y + 1) ? [[x - 1, y + 1] as const] : []),
      ];
      for (const [x2, y2] of to.length > 0 ? to : [[x, y] as const]) strokes.push({ x1: x, y1: y, x2, y2 });
    }
  }
  if (most < 0) return { strokes: [], width: SPACE };
  return {
    strokes: strokes.map(({ x1, y1, x2, y2 }) => ({ x1: x1 - least, y1, x2: x2 - least, y2 })),
    width: most - least + 1,
  };
}

/**
 * A line of text as strokes of a pen, the same on every host: the letters that stand on composed sheets, joined and smooth.
 *
 * @param height of a capital, `width` of the whole line, in the unit of the answer; the pen is `height / 7` thick.
 * @returns strokes from the left end of the line (x from 0), y from the line that letters stand on, down.
 */
export function penStrokes(text: string, height: number, width: number): readonly PenStroke[] {
  const letters = Array.from(text, (letter) => strokesOf(known(letter)));
  const natural = letters.reduce((sum, letter) => sum + letter.width + BETWEEN, 0);
  if (natural === 0) return [];
  const [sx, sy] = [width / natural, height / ABOVE];
  let left = BETWEEN / 2 + 0.5;
  return letters.flatMap((letter) => {
    const at = left;
    left += letter.width + BETWEEN;
    return letter.strokes.map(({ x1, y1, x2, y2 }) => ({
      x1: (at + x1) * sx,
      y1: (y1 + 0.5 - ABOVE) * sy,
      x2: (at + x2) * sx,
      y2: (y2 + 0.5 - ABOVE) * sy,
    }));
  });
}
