import type { Picture } from '../picture.ts';
import type { Colour } from './drawing.ts';
import type { Place } from './place.ts';

const BLACK: Colour = [0, 0, 0];
const WHITE: Colour = [255, 255, 255];

/** The mean of Rec. 601 luma, 0..255, over the part of a picture that lies under a rectangle of its place. */
function lumaUnder({ width, height, channels, data }: Picture, place: Place, over: Place): number {
  const column = (mm: number) =>
    Math.min(width, Math.max(0, Math.round(((mm - place.x) / place.width) * width)));
  const row = (mm: number) =>
    Math.min(height, Math.max(0, Math.round(((mm - place.y) / place.height) * height)));
  const [left, right] = [column(over.x), column(over.x + over.width)];
  const [top, bottom] = [row(over.y), row(over.y + over.height)];
  let sum = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const at = (y * width + x) * channels;
      const value = (c: number) => data[at + (channels === 1 ? 0 : c)] ?? 0;
      sum += 0.299 * value(0) + 0.587 * value(1) + 0.114 * value(2);
    }
  }
  return sum / Math.max(1, (right - left) * (bottom - top));
}

/** What is laid under letters on a picture, so that they can be read on any: white ones on a dark plate where it is dark there, else black on white. */
export const plateOf = (
  picture: Picture,
  place: Place,
  over: Place,
): { readonly plate: Colour; readonly ink: Colour } =>
  lumaUnder(picture, place, over) < 128 ? { plate: BLACK, ink: WHITE } : { plate: WHITE, ink: BLACK };
