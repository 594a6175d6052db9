import { emptyField, type Field } from './field.ts';

/** What of a smear takes up colour, each with its absorbance at full density (natural logarithm; red, green, blue). */
export const absorbances = {
  haemoglobin: [0.02, 0.86, 0.4],
  chromatin: [1.2, 1.6, 0.55],
  cytoplasm: [0.02, 0.18, 0.04],
  fineGranules: [0.06, 0.16, 0.03],
  orangeGranules: [0.02, 0.55, 0.5],
  platelets: [0.6, 0.95, 0.25],
} as const;

export type Stain = keyof typeof absorbances;

/** How dense each stain lies at each pixel, 1 where it is as dense as one layer gets. */
export type Stains = Readonly<Record<Stain, Field>>;

export const emptyStains = (side: number): Stains => ({
  haemoglobin: emptyField(side),
  chromatin: emptyField(side),
  cytoplasm: emptyField(side),
  fineGranules: emptyField(side),
  orangeGranules: emptyField(side),
  platelets: emptyField(side),
});
