import { edgeAgreement } from '../ops/edge-agreement.ts';
import { grey } from '../ops/grey.ts';
import { type Colour, plain } from '../ops/mean-colour.ts';
import type { Picture } from '../picture.ts';
import { colourByRegion, regionsBetween } from './colour-by-region.ts';
import { gridShare } from './grid-share.ts';
import { laplacianEnergy } from './laplacian-energy.ts';
import { l1, psnr } from './pixel-errors.ts';
import { ssim } from './ssim.ts';

/** What a picture was painted from and should have become. */
interface Pair {
  /** 1 channel, 0 or 255. */
  readonly edges: Picture;
  /** RGB. */
  readonly colour: Picture;
}

/** How well one picture was painted. The names are those of a manifest's metrics. */
export interface Figures {
  /** Painted against the true colours: 0..1, dB, -1..1. */
  readonly l1: number;
  readonly psnr: number;
  readonly ssim: number;
  /** The same for a picture of nothing but the mean colour: what is to be beaten. */
  readonly l1OfMeanColour: number;
  readonly psnrOfMeanColour: number;
  readonly ssimOfMeanColour: number;
  /** The edges of the painted picture against those it was painted from, at 2 px: was the structure kept? */
  readonly edgePrecision: number;
  readonly edgeRecall: number;
  readonly edgeF1: number;
  /** And at 0 px, the very same pixels. */
  readonly edgePrecisionAt0: number;
  readonly edgeRecallAt0: number;
  readonly edgeF1At0: number;
  /** Crispness, of the painted picture and of the true one: see `laplacianEnergy`. */
  readonly laplacianEnergy: number;
  readonly laplacianEnergyOfTruth: number;
  /** The grid that up-sampling leaves, of the painted picture and of the true one: see `gridShare`. */
  readonly gridShare: number;
  readonly gridShareOfTruth: number;
  /** Whether each region between the edges has one colour and one hue: see `colourByRegion`. */
  readonly colourByRegion: number;
  readonly hueByRegion: number;
}

/**
 * @param painted RGB, of the pair's size.
 * @param foundEdges the edges found in it.
 * @param mean the mean colour of all the true pictures, 0..255.
 */
export function figuresOf(
  painted: Picture,
  foundEdges: Picture,
  { colour, edges }: Pair,
  mean: Colour,
): Figures {
  const baseline = plain(mean, colour.width, colour.height);
  const [at0, at2] = [edgeAgreement(foundEdges, edges, 0), edgeAgreement(foundEdges, edges, 2)];
  const { explained, oneHue } = colourByRegion(painted, regionsBetween(edges));
  return {
    l1: l1(painted, colour),
    psnr: psnr(painted, colour),
    ssim: ssim(painted, colour),
    l1OfMeanColour: l1(baseline, colour),
    psnrOfMeanColour: psnr(baseline, colour),
    ssimOfMeanColour: ssim(baseline, colour),
    edgePrecision: at2.precision,
    edgeRecall: at2.recall,
    edgeF1: at2.f1,
    edgePrecisionAt0: at0.precision,
    edgeRecallAt0: at0.recall,
    edgeF1At0: at0.f1,
    laplacianEnergy: laplacianEnergy(grey(painted)),
    laplacianEnergyOfTruth: laplacianEnergy(grey(colour)),
    gridShare: gridShare(grey(painted)),
    gridShareOfTruth: gridShare(grey(colour)),
    colourByRegion: explained,
    hueByRegion: oneHue,
  };
}

/** The mean of each figure. @param all one or more. */
export function meanFigures(all: readonly Figures[]): Figures {
  const [first] = all;
  if (!first) throw new RangeError('there are no figures to take the mean of');
  const mean = (name: keyof Figures) => all.reduce((sum, one) => sum + one[name], 0) / all.length;
  return Object.fromEntries(
    (Object.keys(first) as (keyof Figures)[]).map((name) => [name, mean(name)]), // its own names
  ) as unknown as Figures; // the same names
}
