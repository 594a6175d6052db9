import type { FileFacts } from '../../bridge/messages.ts';
import type { TrueKeys } from '../../bridge/true-messages.ts';
import type { Wish } from '../rendering.ts';
import { isWhole } from './is-whole.ts';

/**
 * What a wish's picture at its file's own pixels follows from. The scale on screen and the colours' strength are no part of it.
 * Null where a part is worked on instead of the whole: that can be had at true size.
 *
 * @param facts null while the file was not read.
 */
export function trueKeysOf(
  { source, recipe }: Pick<Wish, 'source' | 'recipe'>,
  facts: Pick<FileFacts, 'width' | 'height'> | null,
): TrueKeys | null {
  const { frame, zoom, size, scale, part, ...tones } = recipe.develop;
  if (!isWhole(recipe.develop, facts)) return null;
  const { model, insideCells } = recipe.colour;
  return {
    ground: JSON.stringify([source.id, tones, recipe.edges]),
    model: model === 'none' || model === 'cells' || insideCells ? null : model, // those know the cells of the small picture alone
  };
}
