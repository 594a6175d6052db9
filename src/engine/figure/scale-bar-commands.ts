import { scaleBar } from '../scale-bar.ts';
import { type Colour, type Command, MM_PER_PT } from './drawing.ts';
import type { FigurePanel } from './panel.ts';
import type { Place } from './place.ts';
import { plateOf } from './plate.ts';
import { textWidth } from './text-width.ts';

/** The part of a panel's width that a bar may take. */
const LONGEST = 0.3;
const PADDING_MM = 0.5;

/** A bar of a round length with its length above it, in a lower corner of the panel; none where its pixel size is not known. */
export function scaleBarCommands(
  { picture, pixelUm }: Pick<FigurePanel, 'picture' | 'pixelUm'>,
  place: Place,
  sizePt: number,
  side: 'left' | 'right',
): readonly Command[] {
  if (pixelUm === null) return [];
  const { pixels, label } = scaleBar(pixelUm, picture.width * LONGEST);
  const long = (pixels * place.width) / picture.width;
  const thick = Math.max(0.35, 0.08 * sizePt);
  const textWide = textWidth(label, sizePt, false);
  const width = Math.max(long, textWide) + 2 * PADDING_MM;
  const capital = 0.72 * sizePt * MM_PER_PT;
  const height = capital + thick + 3 * PADDING_MM;
  const margin = 0.6;
  const x = side === 'right' ? place.x + place.width - margin - width : place.x + margin;
  const y = place.y + place.height - margin - height;
  const { plate, ink }: { plate: Colour; ink: Colour } = plateOf(picture, place, { x, y, width, height });
  const middle = x + width / 2;
  return [
    { kind: 'rect', x, y, width, height, fill: plate, opacity: 0.65, border: null },
    {
      kind: 'text',
      text: label,
      x: middle - textWide / 2,
      baseline: y + PADDING_MM + capital,
      sizePt,
      isBold: false,
      colour: ink,
    },
    {
      kind: 'rect',
      name: 'scale-bar',
      x: middle - long / 2,
      y: y + height - PADDING_MM - thick,
      width: long,
      height: thick,
      fill: ink,
      opacity: 1,
      border: null,
    },
  ];
}
