import type { FileFacts } from '../../bridge/messages.ts';
import type { DevelopRecipe } from '../../engine/recipe.ts';

/**
 * Whether a recipe works on the whole of a file: `fit` does, and so does the square that is cut at first where the file is square itself.
 *
 * @param facts null while the file was not read.
 */
export const isWhole = (
  { frame, zoom }: Pick<DevelopRecipe, 'frame' | 'zoom'>,
  facts: Pick<FileFacts, 'width' | 'height'> | null,
): boolean =>
  frame === 'fit' || (frame === 'crop' && zoom === 1 && facts?.width === facts?.height && facts !== null);
