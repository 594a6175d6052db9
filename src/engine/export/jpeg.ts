import { encodeJpeg } from '../formats/jpeg-write.ts';
import type { Recipe } from '../recipe.ts';
import type { ProgressEvent, RenderContext, RenderExtras } from '../render.ts';
import type { Source } from '../source.ts';
import { fileName } from './provenance.ts';
import { type Exported, shownPicture } from './shown-picture.ts';
import { textsOf } from './texts-of.ts';

/**
 * The same as a JPEG, which is smaller and not exact: for slides and letters, not to measure in.
 *
 * @returns the file's name, as `cells.colour.jpg`, and its bytes, which are the same on every machine for the same pixels.
 */
export async function* exportJpeg(
  source: Source,
  recipe: Recipe,
  what: Exported,
  context: RenderContext,
  signal: AbortSignal,
  extras: RenderExtras = {},
): AsyncGenerator<ProgressEvent | null, { name: string; jpeg: Uint8Array<ArrayBuffer> }> {
  const { picture, provenance } = yield* shownPicture(source, recipe, what, context, signal, extras);
  const jpeg = await encodeJpeg(picture, textsOf(provenance));
  return { name: fileName(source, `${typeof what === 'string' ? what : what.join('-')}.jpg`), jpeg };
}
