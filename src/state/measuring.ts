import type { Measured } from '../engine/evaluate.ts';

/** A line of the table of figures. */
export interface Row {
  readonly name: string;
  readonly figures: Partial<Measured['figures']>;
}

/** The figures that say most, in their order. */
export const figureNames = {
  l1: { label: 'L1', title: 'Mean absolute difference of the colours, 0 to 1', digits: 3 },
  psnr: { label: 'PSNR, dB', title: 'Peak signal to noise ratio', digits: 1 },
  ssim: { label: 'SSIM', title: 'Structural similarity, Wang et al. 2004: 1 is identical', digits: 2 },
  edgePrecision: { label: 'Precision', title: 'Edges found in the picture that went in', digits: 2 },
  edgeRecall: { label: 'Recall', title: 'Edges that went in and are found again', digits: 2 },
  edgeF1: { label: 'Edge F1', title: 'Harmonic mean of precision and recall', digits: 2 },
} as const satisfies Partial<
  Record<keyof Measured['figures'], { label: string; title: string; digits: number }>
>;

export type Figure = keyof typeof figureNames;

/** The means over all pictures, and what a picture of nothing but their mean colour would come to. */
export function meanRows(rows: readonly Row[]): readonly Row[] {
  const mean = (figure: keyof Measured['figures']) =>
    rows.reduce((sum, { figures }) => sum + (figures[figure] ?? Number.NaN), 0) / rows.length;
  const names = Object.keys(figureNames) as Figure[]; // its own keys
  return [
    { name: 'Mean', figures: Object.fromEntries(names.map((name) => [name, mean(name)])) },
    {
      name: 'Single average colour',
      figures: {
        l1: mean('l1OfMeanColour'),
        psnr: mean('psnrOfMeanColour'),
        ssim: mean('ssimOfMeanColour'),
      },
    },
  ];
}

/** A table as spreadsheets take it from the clipboard: a line for each row, cells divided by tabs, figures in full. */
export function tableText(rows: readonly Row[]): string {
  const columns = Object.entries(figureNames) as [Figure, { label: string }][]; // its own keys
  const cell = (text: string) => text.replace(/[\t\n\r]+/g, ' ');
  return [
    ['', ...columns.map(([, { label }]) => label)],
    ...rows.map(({ name, figures }) => [
      cell(name),
      ...columns.map(([figure]) => String(figures[figure] ?? '')),
    ]),
  ]
    .map((cells) => cells.join('\t'))
    .join('\n');
}
