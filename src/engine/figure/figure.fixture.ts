import type { FigureProvenance } from '../export/figure-provenance.ts';
import { SOFTWARE } from '../export/provenance.ts';
import type { Picture } from '../picture.ts';
import { defaultRecipe } from '../recipe.ts';
import { defaultLooks } from './default-looks.ts';
import type { FigurePanel } from './panel.ts';
import { type FigureLooks, panelLabel } from './plan.ts';

/** A picture of one colour. */
export const plain = (
  width: number,
  height: number,
  [r, g, b]: readonly [number, number, number],
): Picture => ({
  width,
  height,
  channels: 3,
  data: Uint8Array.from({ length: width * height * 3 }, (_, i) => [r, g, b][i % 3] ?? 0),
});

export const painter = { id: 'blood-smear', sha256: 'ab'.repeat(32) };
const nobody = { cells: null, colour: null, dream: null };

/** A dark input and a bright generated picture of it, of 100 x 80 pixels. */
export const twoPanels = (pixelUm: number | null): readonly FigurePanel[] => [
  { row: 0, pane: 'input', picture: plain(100, 80, [10, 10, 10]), pixelUm, by: nobody, key: null },
  {
    row: 0,
    pane: 'colour',
    picture: plain(100, 80, [220, 230, 210]),
    pixelUm,
    by: { ...nobody, colour: painter },
    key: null,
  },
];

export const looksOfTwo: FigureLooks = { ...defaultLooks, columns: ['input', 'colour'], widthMm: 85 };

/** What a figure of such panels follows from. */
export const followsFrom = (
  panels: readonly FigurePanel[],
  looks: FigureLooks,
  captions: readonly string[] = ['Cells'],
): FigureProvenance => ({
  software: SOFTWARE,
  shows: 'figure',
  looks,
  rows: captions.map((caption, i) => ({
    caption,
    source: { name: `cells-${i + 1}.tif`, fingerprint: `sha256:${String(i).repeat(64)}` },
    recipe: defaultRecipe,
  })),
  panels: panels.map(({ row, pane, by }, i) => ({
    label: panelLabel(i),
    row,
    shows: pane,
    model: by.colour,
    dream: by.dream && { ...by.dream, guide: null },
    cells: by.cells,
  })),
});
