import type { EdgeFigures } from '../../engine/dream/figures.ts';
import { colourByRegion, regionsBetween } from '../../engine/metrics/colour-by-region.ts';
import { colourDiversity, colourHistogram } from '../../engine/metrics/colour-diversity.ts';
import { type Figures, figuresOf, meanFigures } from '../../engine/metrics/figures.ts';
import { mean } from '../../engine/metrics/mean.ts';
import { paintedEdges } from '../../engine/metrics/painted-edges.ts';
import { type Spectrum, spectrum } from '../../engine/metrics/spectrum.ts';
import type { Manifest } from '../../engine/models/manifest.ts';
import { grey } from '../../engine/ops/grey.ts';
import { meanColour, meanOfColours } from '../../engine/ops/mean-colour.ts';
import type { Pair } from '../../engine/pairs/pair-image.ts';
import type { Picture } from '../../engine/picture.ts';
import type { DreamLayer } from '../../engine/recipe.ts';

/** A set of test pictures as one model painted them, in the order of their pairs. */
export interface PaintedSet {
  readonly manifest: Manifest;
  readonly pictures: readonly Picture[];
}

/** What one model's pictures say about claims 1, 2 and 5 of the paper. */
export interface PaintedClaims {
  readonly model: string;
  /** Claim 1: how far the pictures differ in colour from one another, 0..1. */
  readonly diversity: number;
  /** Claim 2 and 5, means over the pictures. */
  readonly figures: Figures;
  /** Claim 5's control: `colourByRegion` where each picture is cut up by the edges of the next. */
  readonly byForeignRegion: number;
}

/** The same of the true pictures, as far as a picture can be compared with none: what the models' figures are to be held against. */
export interface TrueClaims {
  readonly diversity: number;
  readonly byRegion: number;
  readonly byForeignRegion: number;
}

/** A picture before and after a dream: claim 3. */
export interface DreamClaims {
  readonly source: string;
  readonly pictures: number;
  /** Mean length of the Sobel gradient before and after. */
  readonly energy: readonly [number, number];
  /** Shares of the edges that went in which are still there, and of those now there which went in, at 2 px. */
  readonly recall: number;
  readonly precision: number;
}

/** What a layer's dream adds to the pictures: claim 4. */
export interface TextureClaims extends Spectrum {
  readonly layer: DreamLayer;
}

/** @param pairs of the test, two or more. */
export function paintedClaims(pairs: readonly Pair[], { manifest, pictures }: PaintedSet): PaintedClaims {
  const baseline = meanOfColours(pairs.map(({ colour }) => meanColour(colour)));
  const figures = pictures.map((picture, i) => {
    const pair = pairs[i] as Pair; // a picture for each pair
    return figuresOf(picture, paintedEdges(picture, manifest.recipe), pair, baseline);
  });
  return {
    model: manifest.id,
    diversity: diversityOf(pictures),
    figures: meanFigures(figures),
    byForeignRegion: byRegionsOf(pairs, pictures, 1),
  };
}

/** @param pairs of the test, two or more. */
export function trueClaims(pairs: readonly Pair[]): TrueClaims {
  const pictures = pairs.map(({ colour }) => colour);
  return {
    diversity: diversityOf(pictures),
    byRegion: byRegionsOf(pairs, pictures, 0),
    byForeignRegion: byRegionsOf(pairs, pictures, 1),
  };
}

const diversityOf = (pictures: readonly Picture[]): number => colourDiversity(pictures.map(colourHistogram));

/** `colourByRegion` of pictures that are cut up by the edges so many pairs further on, mean. */
const byRegionsOf = (pairs: readonly Pair[], pictures: readonly Picture[], shift: number): number =>
  mean(
    pictures.map((picture, i) => {
      const { edges } = pairs[(i + shift) % pairs.length] as Pair; // a picture for each pair
      return colourByRegion(picture, regionsBetween(edges)).explained;
    }),
  );

/** @param dreams edge figures before and after, of one picture or more. */
export function dreamClaims(
  source: string,
  dreams: readonly { readonly begun: EdgeFigures; readonly ended: EdgeFigures }[],
): DreamClaims {
  const of = (value: (dream: (typeof dreams)[number]) => number) => mean(dreams.map(value));
  return {
    source,
    pictures: dreams.length,
    energy: [of(({ begun }) => begun.energy), of(({ ended }) => ended.energy)],
    recall: of(({ ended }) => ended.wentIn.recall),
    precision: of(({ ended }) => ended.wentIn.precision),
  };
}

/** @param dreams pictures before and after a dream on this layer alone, one or more. */
export function textureClaims(
  layer: DreamLayer,
  dreams: readonly { readonly before: Picture; readonly after: Picture }[],
): TextureClaims {
  const added = dreams.map(({ before, after }) => {
    const [from, to] = [grey(before), grey(after)];
    const data = to.data.map((value, i) => 128 + (value - (from.data[i] ?? 0)) / 2);
    return spectrum({ ...to, data });
  });
  return {
    layer,
    entropy: mean(added.map(({ entropy }) => entropy)),
    highShare: mean(added.map(({ highShare }) => highShare)),
  };
}
