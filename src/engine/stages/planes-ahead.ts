import type { Cache, Made } from '../cache.ts';
import type { Planes } from '../picture.ts';
import type { DevelopRecipe } from '../recipe.ts';
import type { Source } from '../source.ts';
import { keyOfPlanes, opened, planesBytes } from './opened.ts';

/** What planes that nobody has asked for may weigh together with the one in work: a quarter of the page's cache. */
const AHEAD_BYTES = 128 * 2 ** 20;

/** The settings for the planes that come after one of a stack, the first after the last: along Z, or in time where Z has one. */
async function settingsAhead(source: Source, recipe: DevelopRecipe): Promise<readonly DevelopRecipe[]> {
  const { axes } = await source.open();
  const { z, time } = recipe;
  if (typeof z !== 'number') return [];
  const [at, of] = axes.z > 1 ? [z, axes.z] : [time, axes.t];
  const next = Array.from({ length: of - 1 }, (_, i) => (at + 1 + i) % of);
  return next.map((plane) => ({ ...recipe, ...(axes.z > 1 ? { z: plane } : { time: plane }) }));
}

/**
 * Reads and develops the planes that come after the one in work, so that who goes through a stack does not wait for its file. A step for
 * each plane; none is read where the plane in work is not in the cache, as where it is too large for it.
 *
 * @throws StudioError `file` or `recipe`; the signal's reason when aborted.
 */
export async function* planesAhead(
  source: Source,
  recipe: DevelopRecipe,
  context: { readonly cache: Cache; now(): number },
  signal: AbortSignal,
): AsyncGenerator<null, undefined> {
  const inWork = context.cache.get(keyOfPlanes(source, recipe)) as Made<Planes> | undefined; // as `opened` puts it
  if (!inWork) return undefined;
  const most = Math.floor(AHEAD_BYTES / planesBytes(inWork.value)) - 1;
  const settings = await settingsAhead(source, recipe);
  for (const next of settings.slice(0, Math.max(0, most))) {
    yield null;
    await opened(source, next, context, signal);
  }
}
