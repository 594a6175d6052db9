import type { Evaluation } from '../engine/evaluate.ts';
import { meanFigures } from '../engine/metrics/figures.ts';
import type { Manifest } from '../engine/models/manifest.ts';

const meanOf = ({ files }: Evaluation) =>
  files.length > 0 ? meanFigures(files.map(({ figures }) => figures)) : null;

/** Everything that was measured, for a program; a PSNR of pictures that do not differ at all is null. */
export function asJson(evaluation: Evaluation, { id }: Manifest, data: string): string {
  const files = evaluation.files.map(({ file, figures }) => ({ file, ...figures }));
  return JSON.stringify({ model: id, data, ...evaluation, files, mean: meanOf(evaluation) });
}

/** The figures that say most, for a person: a line a file, then the means and what they are to be held against. */
export function asTable(evaluation: Evaluation, { title }: Manifest, data: string): string {
  const { files, colourDiversity, kid, failed } = evaluation;
  const mean = meanOf(evaluation);
  if (!mean) return `${title} over ${data}: no picture could be read.`;
  const width = Math.max(...files.map(({ file }) => file.length), 'the mean colour alone'.length);
  const row = (name: string, ...cells: readonly string[]) =>
    [name.padEnd(width), ...cells.map((cell) => cell.padStart(9))].join(' ');
  const likeness = (l1: number, psnr: number, ssim: number) => [
    l1.toFixed(4),
    psnr.toFixed(2),
    ssim.toFixed(3),
  ];
  const line = (name: string, one: typeof mean) =>
    row(
      name,
      ...likeness(one.l1, one.psnr, one.ssim),
      ...[one.edgePrecision, one.edgeRecall, one.edgeF1, one.edgeF1At0].map((share) => share.toFixed(3)),
    );
  return [
    `${title} over ${data}: ${files.length} pictures${failed.length > 0 ? `, ${failed.length} could not be read` : ''}`,
    '',
    row('', 'L1', 'PSNR', 'SSIM', 'precision', 'recall', 'F1', 'F1 (0 px)'),
    ...files.map(({ file, figures }) => line(file, figures)),
    '',
    line('mean', mean),
    row(
      'the mean colour alone',
      ...likeness(mean.l1OfMeanColour, mean.psnrOfMeanColour, mean.ssimOfMeanColour),
    ),
    '',
    `colours differ from picture to picture by ${colourDiversity.painted.toFixed(3)}, the true ones by ${colourDiversity.truth.toFixed(3)}`,
    `each region has its own colour: ${mean.colourByRegion.toFixed(3)} of the variance; one hue: ${mean.hueByRegion.toFixed(3)}`,
    kid
      ? `KID by ${kid.by}: ${kid.value.toFixed(4)}`
      : 'KID: no network for its features, or fewer than two pictures',
    `Laplacian energy ${mean.laplacianEnergy.toFixed(1)}, of the true pictures ${mean.laplacianEnergyOfTruth.toFixed(1)}`,
    `grid of 2, 4 and 8 px: ${(100 * mean.gridShare).toFixed(3)} % of the power, of the true pictures ${(100 * mean.gridShareOfTruth).toFixed(3)} %`,
  ].join('\n');
}
