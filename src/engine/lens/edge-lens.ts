import { ssim } from '../metrics/ssim.ts';
import type { Picture } from '../picture.ts';
import type { Recipe } from '../recipe.ts';
import { type EdgeChanges, edgeChanges } from './edge-changes.ts';
import type { Generated } from './generated.ts';
import { lightness } from './lightness.ts';
import type { Place } from './places.ts';

/** What a generated picture kept of its input. */
export interface EdgeReport {
  readonly changes: EdgeChanges;
  /** Structural similarity of the lightness of both, -1..1; null where a side is shorter than its window of 11 pixels. */
  readonly ssim: number | null;
  /** As "7 % of the picture's edges are lost, in 3 places; 12 % of the generated picture's edges are invented, in 5 places." */
  readonly sentence: string;
}

const percent = (share: number) => {
  const rounded = Math.round(100 * share);
  return share > 0 && rounded === 0 ? 'under 1 %' : `${rounded} %`;
};

const inPlaces = ({ length }: readonly Place[]) =>
  length === 0 ? '' : `, in ${length} ${length === 1 ? 'place' : 'places'}`;

/** The edges in words. */
export const edgeSentence = ({ lost, invented }: EdgeChanges): string =>
  `${percent(lost.share)} of the picture's edges are lost${inPlaces(lost.places)}; ` +
  `${percent(invented.share)} of the generated picture's edges are invented${inPlaces(invented.places)}.`;

/** Similarity of the lightness of two pictures of one size. */
export function lightnessSsim(input: Picture, generated: Picture): number | null {
  return Math.min(input.width, input.height) < 11 ? null : ssim(lightness(input), lightness(generated));
}

/** Looks at a generated picture and its input with the recipe's own Canny. */
export function edgeReport(
  { input, picture }: Pick<Generated, 'input' | 'picture'>,
  { develop, edges }: Pick<Recipe, 'develop' | 'edges'>,
): EdgeReport {
  const changes = edgeChanges(input, picture, { ...edges, black: develop.low, white: develop.high });
  return { changes, ssim: lightnessSsim(input, picture), sentence: edgeSentence(changes) };
}
