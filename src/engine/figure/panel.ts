import type { Legend } from '../cells/legend.ts';
import type { Picture } from '../picture.ts';
import type { Weights } from '../render-event.ts';
import type { Pane } from '../stages/shown.ts';
import type { Colour } from './drawing.ts';

/** What the colours of a panel say. */
export type ColourKey =
  | {
      readonly kind: 'channels';
      readonly channels: readonly { readonly name: string; readonly colour: Colour }[];
    }
  | { readonly kind: 'measure'; readonly legend: Legend };

/** One stage of one picture, ready to be laid out. */
export interface FigurePanel {
  readonly row: number;
  readonly pane: Pane;
  readonly picture: Picture;
  /** Width of a pixel of `picture` in micrometres; null where the file does not say. */
  readonly pixelUm: number | null;
  /** The models that had a part in it. */
  readonly by: { readonly [part in 'cells' | 'colour' | 'dream']: Weights | null };
  readonly key: ColourKey | null;
}

/** What is said below a panel of what a network did there; null where none had a part. */
export function noteOf({
  pane,
  by: { cells, colour, dream },
}: Pick<FigurePanel, 'pane' | 'by'>): string | null {
  const painted = colour && `${colour.id}${colour.misfit ? ', not made for this kind of picture' : ''}`;
  if (pane === 'dream' && dream) {
    return painted
      ? `generated structure and colour: ${dream.id}, ${painted}`
      : `generated structure: ${dream.id}`;
  }
  if (pane === 'colour' && painted) return `generated colour: ${painted}`;
  return cells ? `cells told apart by ${cells.id}` : null;
}
