import { GLYPH_HEIGHT, GLYPH_WIDTH, hasInk } from '../ops/glyphs.ts';
import { resizePicture } from '../ops/resize.ts';
import { wrappedWords } from '../ops/wrapped-words.ts';
import type { Picture } from '../picture.ts';
import { type ScaleBar, scaleBar } from '../scale-bar.ts';

export interface SheetPane {
  readonly label: string;
  /** Said after the label, as who generated the colours. */
  readonly note?: string;
  readonly picture: Picture;
  /** Width of its pixels in micrometres, for a scale bar below it; none where that is not known. */
  readonly pixelUm?: number | null;
}

const GROUND = 246;
const INK = 24;
const NOTE_INK = 96;

/**
 * A sheet for print and talk: the panes side by side at one height on a light neutral ground, each under its label. A scale
 * bar stands below its pane, so that no pixel of the picture is lost to it.
 *
 * @returns RGB; the same bits on every host, since the letters are drawn here.
 */
export function composeSheet(panes: readonly SheetPane[]): Picture {
  const paneHeight = Math.max(...panes.map(({ picture }) => picture.height));
  const scale = Math.max(1, Math.round(paneHeight / 256)); // of a glyph's pixel
  const margin = 12 * scale;
  const head = (GLYPH_HEIGHT + 8) * scale;
  const fitted = panes.map((pane) => ({
    ...pane,
    picture: ofHeight(pane.picture, paneHeight),
    pixelUm: pane.pixelUm && (pane.pixelUm * pane.picture.height) / paneHeight,
  }));
  const width = fitted.reduce((sum, { picture }) => sum + picture.width + margin, margin);
  const foot = panes.some(({ pixelUm }) => pixelUm) ? (GLYPH_HEIGHT + 4) * scale : 0;
  const height = head + paneHeight + foot + 2 * margin;
  const data = new Uint8Array(width * height * 3).fill(GROUND);

  let left = margin;
  for (const { label, note, picture, pixelUm } of fitted) {
    const end = write(data, width, label, left, margin, scale, INK, left + picture.width);
    if (note) write(data, width, note, end + 4 * scale, margin, scale, NOTE_INK, left + picture.width);
    place(data, width, picture, left, margin + head);
    if (pixelUm)
      drawBar(data, width, scaleBar(pixelUm, picture.width / 4), left, margin + head + paneHeight, scale);
    left += picture.width + margin;
  }
  return { width, height, channels: 3, data };
}

/** Lays a scale bar below a picture that ends at `top`, its length beside it. */
function drawBar(
  data: Uint8Array,
  width: number,
  { pixels, label }: ScaleBar,
  left: number,
  top: number,
  scale: number,
) {
  const middle = top + 4 * scale + Math.floor((7 * scale) / 2); // of the letters, which are 7 high
  const thick = Math.max(2, scale);
  const long = Math.round(pixels);
  for (let y = middle; y < middle + thick; y++) {
    data.fill(INK, (y * width + left) * 3, (y * width + left + long) * 3);
  }
  write(data, width, label, left + long + 4 * scale, top + 4 * scale, scale, INK, width);
}

/** A row of a grid of pictures. */
export interface GridRow {
  readonly label: string;
  readonly pictures: readonly Picture[];
}

/**
 * Pictures in rows and columns on a sheet's ground: the columns' heads above, the rows' labels on the left.
 *
 * @param rows one or more, of as many pictures as there are heads, all of one size.
 * @returns RGB.
 */
export function composeGrid(heads: readonly string[], rows: readonly GridRow[]): Picture {
  const { width: wide = 0, height: high = 0 } = rows[0]?.pictures[0] ?? {};
  const scale = Math.max(1, Math.round(high / 256));
  const gap = Math.max(2, Math.round(high / 42));
  const margin = 12 * scale;
  const letters = Math.max(0, ...rows.map(({ label }) => label.length));
  const side = letters === 0 ? margin : margin + letters * (GLYPH_WIDTH + 1) * scale + 8 * scale;
  const top = margin + (heads.length === 0 ? 0 : (GLYPH_HEIGHT + 8) * scale);
  const width = side + heads.length * (wide + gap) - gap + margin;
  const height = top + rows.length * (high + gap) - gap + margin;
  const data = new Uint8Array(width * height * 3).fill(GROUND);
  for (const [column, head] of heads.entries()) {
    const left = side + column * (wide + gap);
    write(data, width, head, left, margin, scale, INK, left + wide);
  }
  for (const [row, { label, pictures }] of rows.entries()) {
    const y = top + row * (high + gap);
    const middle = y + Math.round((high - GLYPH_HEIGHT * scale) / 2);
    write(data, width, label, margin, middle, scale, INK, side);
    for (const [column, picture] of pictures.entries()) {
      place(data, width, picture, side + column * (wide + gap), y);
    }
  }
  return { width, height, channels: 3, data };
}

/**
 * A sheet with words below it, in as many lines as they take.
 *
 * @returns RGB.
 */
export function withFoot(sheet: Picture, words: string): Picture {
  const { width } = sheet;
  const scale = Math.max(1, Math.round(width / 1024));
  const margin = 12 * scale;
  const line = (GLYPH_HEIGHT + 3) * scale;
  const letters = Math.floor((width - 2 * margin) / ((GLYPH_WIDTH + 1) * scale));
  const lines = wrappedWords(words, ({ length }) => length <= letters);
  const height = sheet.height + lines.length * line + margin;
  const data = new Uint8Array(width * height * 3).fill(GROUND);
  data.set(sheet.data);
  for (const [i, text] of lines.entries()) {
    write(data, width, text, margin, sheet.height + i * line, scale, NOTE_INK, width - margin);
  }
  return { width, height, channels: 3, data };
}

function ofHeight(picture: Picture, height: number): Picture {
  if (picture.height === height) return picture;
  return resizePicture(picture, Math.round((picture.width * height) / picture.height), height);
}

/** Lays a picture into an RGB one of that width. */
function place(data: Uint8Array, width: number, picture: Picture, left: number, top: number) {
  const { channels } = picture;
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) {
      const from = (y * picture.width + x) * channels;
      const to = ((top + y) * width + left + x) * 3;
      for (let c = 0; c < 3; c++) data[to + c] = picture.data[from + (channels === 1 ? 0 : c)] ?? 0;
    }
  }
}

/** Writes one line into an RGB picture, cut at `limit`. @returns where the next letter would stand. */
function write(
  data: Uint8Array,
  width: number,
  text: string,
  left: number,
  top: number,
  scale: number,
  ink: number,
  limit: number,
): number {
  const advance = (GLYPH_WIDTH + 1) * scale;
  let x = left;
  for (const letter of text) {
    if (x + GLYPH_WIDTH * scale > limit) break;
    for (let v = 0; v < GLYPH_HEIGHT * scale; v++) {
      for (let u = 0; u < GLYPH_WIDTH * scale; u++) {
        if (!hasInk(letter, Math.floor(u / scale), Math.floor(v / scale))) continue;
        const to = ((top + v) * width + x + u) * 3;
        data.fill(ink, to, to + 3);
      }
    }
    x += advance;
  }
  return x;
}
