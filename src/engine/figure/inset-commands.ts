import type { Picture } from '../picture.ts';
import { type Command, MM_PER_PT, type RectCommand } from './drawing.ts';
import type { Place } from './place.ts';
import type { Inset } from './plan.ts';
import { plateOf } from './plate.ts';
import { textWidth } from './text-width.ts';

/** The most of a panel's width and height that an inset takes. */
const MOST = 0.62;
const MARGIN_MM = 0.6;

/** A window of a picture, in whole pixels. */
function cropped(
  { width, channels, data }: Picture,
  x: number,
  y: number,
  wide: number,
  high: number,
): Picture {
  const out = new Uint8Array(wide * high * channels);
  for (let row = 0; row < high; row++) {
    const from = ((y + row) * width + x) * channels;
    out.set(data.subarray(from, from + wide * channels), row * wide * channels);
  }
  return { width: wide, height: high, channels, data: out };
}

/** A white frame that is seen on white too. */
function frame({ x, y, width, height }: Place): readonly RectCommand[] {
  const border = (grey: number, thick: number): RectCommand => ({
    kind: 'rect',
    x,
    y,
    width,
    height,
    fill: null,
    opacity: 1,
    border: { colour: [grey, grey, grey], width: thick },
  });
  return [border(0, 0.5), border(255, 0.25)];
}

/** As "3×", or "2.4×". */
const timesOf = (times: number) => `${Number(times.toFixed(1))}×`;

/**
 * A part of a panel, framed, and the same larger in a corner, with how many times. What would cover most of its panel is drawn smaller, and
 * says so.
 */
export function insetCommands(
  picture: Picture,
  place: Place,
  { part: [left, top, wide, high], times, corner }: Inset,
  name: string,
  sizePt: number,
): readonly Command[] {
  const x = Math.min(picture.width - 1, Math.round(left * picture.width));
  const y = Math.min(picture.height - 1, Math.round(top * picture.height));
  const width = Math.min(picture.width - x, Math.max(1, Math.round(wide * picture.width)));
  const height = Math.min(picture.height - y, Math.max(1, Math.round(high * picture.height)));
  const mm = place.width / picture.width;
  const shown = Math.min(times, (MOST * picture.width) / width, (MOST * picture.height) / height);
  const size = { width: width * mm * shown, height: height * mm * shown };
  const at: Place = {
    ...size,
    x: corner.endsWith('left') ? place.x + MARGIN_MM : place.x + place.width - MARGIN_MM - size.width,
    y: corner.startsWith('top') ? place.y + MARGIN_MM : place.y + place.height - MARGIN_MM - size.height,
  };
  const label = timesOf(shown);
  const plate: Place = {
    x: at.x + 0.3,
    y: at.y + 0.3,
    width: textWidth(label, sizePt, false) + 0.8,
    height: 0.72 * sizePt * MM_PER_PT + 0.8,
  };
  const part = cropped(picture, x, y, width, height);
  const { plate: fill, ink } = plateOf(part, at, plate);
  return [
    ...frame({ x: place.x + x * mm, y: place.y + y * mm, width: width * mm, height: height * mm }),
    { kind: 'image', name, picture: part, ...at },
    ...frame(at),
    { kind: 'rect', ...plate, fill, opacity: 0.65, border: null },
    {
      kind: 'text',
      text: label,
      x: plate.x + 0.4,
      baseline: plate.y + plate.height - 0.4,
      sizePt,
      isBold: false,
      colour: ink,
    },
  ];
}
