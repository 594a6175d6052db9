import type { Picture } from '../picture.ts';
import { type Colour, type Command, type Drawing, MM_PER_PT } from './drawing.ts';
import { insetCommands } from './inset-commands.ts';
import { keyCommands } from './key-commands.ts';
import { type FigurePanel, noteOf } from './panel.ts';
import type { Place } from './place.ts';
import { type FigureLooks, nameOf, panelLabel } from './plan.ts';
import { scaleBarCommands } from './scale-bar-commands.ts';
import { fitted, textWidth, wrapped } from './text-width.ts';

/** A panel where it lies. */
export interface PlacedPanel extends Place {
  readonly row: number;
  /** As `a`; every panel has one, whether it is drawn or not. */
  readonly label: string;
}

export interface Layout {
  readonly drawing: Drawing;
  readonly panels: readonly PlacedPanel[];
}

const INK: Colour = [24, 24, 24];
const FAINT: Colour = [88, 88, 88];
const WHITE: Colour = [255, 255, 255];

/** Size of notes, legends and scale bars: smaller than the captions, but never below the 5 points that print can show. */
export const smallPt = (typePt: number): number => Math.min(typePt, Math.max(5, 0.86 * typePt));

/** How many millimetres wide each panel is. */
export const panelWidth = ({ widthMm, columns, gapMm }: FigureLooks): number =>
  (widthMm - gapMm * (columns.length - 1)) / columns.length;

/**
 * A figure's panels in rows and columns, each row as high as its pictures, with all that is written and drawn around them.
 *
 * @param panels in the order of their rows, and within one in the order of the columns; a row may lack some.
 * @param captions what each row is called, written over it where there are several.
 */
export function layout(
  looks: FigureLooks,
  panels: readonly FigurePanel[],
  captions: readonly string[],
): Layout {
  const { typePt, gapMm, widthMm } = looks;
  const wide = panelWidth(looks);
  const small = smallPt(typePt);
  const line = 1.3 * typePt * MM_PER_PT;
  const labelPt = (8 / 7) * typePt;
  const commands: Command[] = [];
  const placed: PlacedPanel[] = [];
  let top = 0;
  for (const [row, caption] of captions.entries()) {
    const own = panels.filter((panel) => panel.row === row);
    if (own.length === 0) continue;
    if (top > 0) top += Math.max(gapMm, 1);
    if (looks.captions && captions.length > 1) {
      commands.push(
        text(fitted(caption, typePt, false, widthMm), 0, top + line - 0.35 * line, typePt, FAINT),
      );
      top += line;
    }
    const hasHead = looks.labels || looks.captions;
    const picturesTop = top + (hasHead ? line : 0);
    let bottom = picturesTop;
    for (const panel of own) {
      const x = looks.columns.indexOf(panel.pane) * (wide + gapMm);
      const place = {
        x,
        y: picturesTop,
        width: wide,
        height: (wide * panel.picture.height) / panel.picture.width,
      };
      const label = panelLabel(placed.length);
      placed.push({ ...place, row, label });
      const baseline = picturesTop - 0.3 * line;
      const indent = looks.labels ? textWidth(`${label} `, labelPt, true) + 0.4 : 0;
      if (looks.labels) commands.push({ ...text(label, x, baseline, labelPt, INK), isBold: true });
      if (looks.captions)
        commands.push(
          text(fitted(nameOf(panel.pane), typePt, false, wide - indent), x + indent, baseline, typePt, INK),
        );
      commands.push(...within(looks, panel, place, label, small));
      const foot = below(looks, panel, {
        name: label,
        x,
        y: picturesTop + place.height,
        width: wide,
        sizePt: small,
      });
      commands.push(...foot.commands);
      bottom = Math.max(bottom, picturesTop + place.height + foot.height);
    }
    top = bottom;
  }
  const ground: Command = {
    kind: 'rect',
    x: 0,
    y: 0,
    width: widthMm,
    height: top,
    fill: WHITE,
    opacity: 1,
    border: null,
  };
  return { drawing: { width: widthMm, height: top, commands: [ground, ...commands] }, panels: placed };
}

const text = (words: string, x: number, baseline: number, sizePt: number, colour: Colour) =>
  ({ kind: 'text', text: words, x, baseline, sizePt, isBold: false, colour }) as const;

/** Grey as RGB, so that every format embeds one kind of picture. */
function asRgb(picture: Picture): Picture {
  if (picture.channels === 3) return picture;
  const { width, height, channels, data } = picture;
  const out = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++)
    for (let c = 0; c < 3; c++) out[3 * i + c] = data[i * channels + (channels === 1 ? 0 : c)] ?? 0;
  return { width, height, channels: 3, data: out };
}

/** The panel's picture, and what lies over it. */
function within(
  { insets, scaleBars }: FigureLooks,
  panel: FigurePanel,
  place: Place,
  name: string,
  sizePt: number,
): readonly Command[] {
  const own = insets.filter(({ row }) => row === panel.row);
  const picture = asRgb(panel.picture);
  const side = own.some(({ corner }) => corner === 'bottom-right') ? 'left' : 'right';
  return [
    { kind: 'image', name, picture, ...place },
    ...own.flatMap((inset, i) => insetCommands(picture, place, inset, `${name}-inset-${i + 1}`, sizePt)),
    ...(scaleBars ? scaleBarCommands({ ...panel, picture }, place, sizePt, side) : []),
  ];
}

/** What is said below a panel, and how far down it reaches. */
function below(
  { generatedNotes, legends }: FigureLooks,
  panel: FigurePanel,
  { name, x, y, width, sizePt }: { name: string; x: number; y: number; width: number; sizePt: number },
): { readonly commands: readonly Command[]; readonly height: number } {
  const step = 1.2 * sizePt * MM_PER_PT;
  const note = generatedNotes ? noteOf(panel) : null;
  const lines = note === null ? [] : wrapped(note, sizePt, width);
  const commands: Command[] = lines.map((words, i) => text(words, x, y + (i + 0.95) * step, sizePt, FAINT));
  let height = lines.length * step + (lines.length > 0 ? 0.2 * step : 0);
  if (legends && panel.key) {
    const key = keyCommands(panel.key, { name, x, y: y + height + 0.6, width, sizePt });
    commands.push(...key.commands);
    height += 0.6 + key.height;
  }
  return { commands, height };
}
