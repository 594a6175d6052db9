import { encodePng } from '../formats/png-write.ts';
import type { Recipe } from '../recipe.ts';
import type { RenderContext, RenderExtras } from '../render.ts';
import type { ProgressEvent } from '../render-event.ts';
import type { Source } from '../source.ts';
import { fileName } from './provenance.ts';
import { type Exported, shownPicture } from './shown-picture.ts';
import { textsOf } from './texts-of.ts';

/**
 * Renders a source (from the cache, where it can) and encodes what is asked for as a PNG that carries its own recipe and
 * the models' hashes.
 *
 * @returns the file's name, as `cells.colour.png`, and its bytes.
 */
export async function* exportPng(
  source: Source,
  recipe: Recipe,
  what: Exported,
  context: RenderContext,
  signal: AbortSignal,
  extras: RenderExtras = {},
): AsyncGenerator<ProgressEvent | null, { name: string; png: Uint8Array<ArrayBuffer> }> {
  const { picture, provenance } = yield* shownPicture(source, recipe, what, context, signal, extras);
  const png = await encodePng(picture, textsOf(provenance));
  return { name: fileName(source, `${typeof what === 'string' ? what : what.join('-')}.png`), png };
}
