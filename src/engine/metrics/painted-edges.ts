import { canny } from '../ops/canny.ts';
import { grey } from '../ops/grey.ts';
import { percentiles, stretch } from '../ops/stretch.ts';
import type { Picture } from '../picture.ts';
import type { DevelopRecipe, EdgesRecipe } from '../recipe.ts';

/** What finds the edges of a file: the contrast of its grey picture, and Canny's settings. */
interface FoundBy {
  readonly develop: Pick<DevelopRecipe, 'low' | 'high' | 'gamma'>;
  readonly edges: Pick<EdgesRecipe, 'sigma' | 'aperture' | 'norm' | 'low' | 'high'>;
}

/** The edges of a painted picture, found just as a model's recipe finds those of a file. */
export function paintedEdges(painted: Picture, { develop: { low, high, gamma }, edges }: FoundBy): Picture {
  const picture = grey(painted);
  const values = Float32Array.from(picture.data);
  const [black = 0, white = 0] = percentiles(values, [low, high]);
  return canny({ ...picture, data: stretch(values, black, white, gamma, 1) }, edges);
}
