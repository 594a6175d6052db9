import { StudioError } from '../errors.ts';
import { encodeJpeg, MOST_SIDE } from '../formats/jpeg-write.ts';
import { count } from '../formats/refusal.ts';
import type { Recipe } from '../recipe.ts';
import type { RenderContext, RenderExtras } from '../render.ts';
import type { ProgressEvent } from '../render-event.ts';
import type { Source } from '../source.ts';
import { fileName } from './provenance.ts';
import { type Exported, shownPicture } from './shown-picture.ts';
import { textsOf } from './texts-of.ts';

/**
 * The same as a JPEG, which is smaller and not exact: for slides and letters, not to measure in.
 *
 * @returns the file's name, as `cells.colour.jpg`, and its bytes, which are the same on every machine for the same pixels.
 * @throws StudioError `recipe` where a side is longer than a JPEG can say; as `render`.
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
  const { width, height } = picture;
  if (Math.max(width, height) > MOST_SIDE) {
    const [most, wide, high] = [MOST_SIDE, width, height].map(count);
    throw new StudioError(
      'recipe',
      `${source.name}: a JPEG has at most ${most} pixels a side, and this picture is ${wide} × ${high}. Save it as a PNG.`,
    );
  }
  const jpeg = await encodeJpeg(picture, textsOf(provenance));
  return { name: fileName(source, `${typeof what === 'string' ? what : what.join('-')}.jpg`), jpeg };
}
