import { canny } from '../ops/canny.ts';
import { cannyOnGpu } from '../ops/canny-gpu.ts';
import { drawStrokes } from '../ops/strokes.ts';
import { automaticThresholds } from '../ops/thresholds.ts';
import type { Picture } from '../picture.ts';
import type { EdgesRecipe } from '../recipe.ts';

export interface Edges {
  /** 1 channel, 255 on an edge and 0 elsewhere. */
  readonly picture: Picture;
  /** The hysteresis thresholds that were used: the recipe's own or the automatic ones. */
  readonly low: number;
  readonly high: number;
}

/** Of a developed picture what a recipe looks for edges in. */
export const lookedAt = (
  { grey, rgb }: { readonly grey: Picture; readonly rgb: Picture },
  { channels }: Pick<EdgesRecipe, 'channels'>,
): Picture => (channels === 'colour' ? rgb : grey);

/**
 * Canny edges of a picture with the recipe's strokes drawn over them.
 *
 * @param picture 1 channel, 0..255; or RGB, for the largest gradient of its channels: {@link lookedAt} says which.
 * @param gpu where the WGSL kernels run, or null for the plain code; both give the same bits.
 */
export async function findEdges(
  picture: Picture,
  recipe: EdgesRecipe,
  gpu: GPUDevice | null,
): Promise<Edges> {
  const { low, high } = recipe.thresholds === 'auto' ? automaticThresholds(picture, recipe) : recipe;
  const settings = { ...recipe, low, high };
  const found = gpu ? await cannyOnGpu(gpu, picture, settings) : canny(picture, settings);
  return { picture: drawStrokes(found, recipe.strokes), low, high };
}
