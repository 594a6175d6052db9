import type { CellColours } from './cell-colours.ts';
import type { CircleClaims } from './circle.ts';
import type { DreamClaims, PaintedClaims, TextureClaims, TrueClaims } from './claims.ts';

/** The paper's five claims in numbers. */
export interface Claims {
  readonly truth: TrueClaims;
  /** What `l1` of a picture of nothing but the mean colour is. */
  readonly painted: readonly PaintedClaims[];
  readonly circle: CircleClaims;
  readonly cells: readonly CellColours[];
  readonly dreams: readonly DreamClaims[];
  readonly textures: readonly TextureClaims[];
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');

/** The claims as tables in Markdown, one for each kind of picture. */
export function claimsInMarkdown({ truth, painted, circle, cells, dreams, textures }: Claims): string {
  const models = table(
    [
      'on the held-out dishes',
      'L1',
      'L1 of the mean colour',
      'SSIM',
      'colour diversity (1)',
      'edge precision (2)',
      'edge recall (2)',
      'edge F1 (2)',
      "Laplacian energy of the truth's (2)",
      "grid of the truth's (2)",
      'colour by region (5)',
      'by foreign regions (5)',
    ],
    [
      ...painted.map(({ model, diversity, figures, byForeignRegion }) => [
        `\`${model}\``,
        figures.l1.toFixed(3),
        figures.l1OfMeanColour.toFixed(3),
        figures.ssim.toFixed(2),
        diversity.toFixed(2),
        figures.edgePrecision.toFixed(2),
        figures.edgeRecall.toFixed(2),
        figures.edgeF1.toFixed(2),
        (figures.laplacianEnergy / figures.laplacianEnergyOfTruth).toFixed(2),
        (figures.gridShare / figures.gridShareOfTruth).toFixed(2),
        figures.colourByRegion.toFixed(2),
        byForeignRegion.toFixed(2),
      ]),
      [
        ...['the dishes themselves', '', '', '', truth.diversity.toFixed(2), '', '', '', '1', '1'],
        ...[truth.byRegion.toFixed(2), truth.byForeignRegion.toFixed(2)],
      ],
    ],
  );
  const agreement = ({ precision, recall, f1 }: CircleClaims['ofEdges']) =>
    [precision, recall, f1].map((share) => share.toFixed(2));
  const round = table(
    [
      'round both generators of `petri-cyclegan` (figure 2)',
      'edge precision',
      'edge recall',
      'edge F1',
      'L1',
    ],
    [
      ['edges, colours, edges again', ...agreement(circle.ofEdges), ''],
      [
        'a dish, its edges (against Canny’s), colours again',
        ...agreement(circle.ofDishes),
        circle.l1.toFixed(3),
      ],
    ],
  );
  const apart = table(
    [
      'drawn scenes whose cells are known (5)',
      'scenes',
      'painted by',
      'colour by cell',
      "by another scene's cells",
    ],
    cells.map(({ scene, scenes, painter, byCell, byForeignCell }) => [
      scene === 'smear' ? 'blood smears' : 'nuclei',
      String(scenes),
      painter === 'cells' ? 'Cells apart' : `\`${painter}\``,
      byCell.toFixed(2),
      byForeignCell.toFixed(2),
    ]),
  );
  const dreamed = table(
    [
      'dreams at mixed6 and mixed8 (3)',
      'pictures',
      'edge energy before',
      'after',
      'edges kept (recall)',
      'edges that stood before (precision)',
    ],
    dreams.map(({ source, pictures, energy, recall, precision }) => [
      source,
      String(pictures),
      energy[0].toFixed(1),
      energy[1].toFixed(1),
      recall.toFixed(2),
      precision.toFixed(2),
    ]),
  );
  const layers = table(
    ['what a dream adds (4)', 'spectral entropy', 'share of the power in waves under 4 px'],
    textures.map(({ layer, entropy, highShare }) => [layer, entropy.toFixed(3), highShare.toFixed(3)]),
  );
  return [models, round, apart, dreamed, layers].join('\n\n');
}
