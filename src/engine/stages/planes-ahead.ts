import type { Cache, Made } from '../cache.ts';
import type { Planes } from '../picture.ts';
import type { DevelopRecipe } from '../recipe.ts';
import type { Source } from '../source.ts';
import { developedBytes, keyOfPlanes, opened, planesBytes } from './opened.ts';

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
 * Reads and develops the planes that come after the one in work, so that stepping through a stack does not wait for the file. A step for
 * each plane; none is read where the plane in work is not in the cache, as where it is too large for it.
 *
 * @param budgetBytes what planes and their pictures may weigh together, those in work included.
 * @throws StudioError `file` or `recipe`; the signal's reason when aborted.
 */
export async function* planesAhead(
  source: Source,
  recipe: DevelopRecipe,
  context: { readonly cache: Cache; now(): number },
  signal: AbortSignal,
  budgetBytes: number,
): AsyncGenerator<null, undefined> {
  const inWork = context.cache.get(keyOfPlanes(source, recipe)) as Made<Planes> | undefined; // as `opened` puts it
  if (!inWork) return undefined;
  const { developed } = await opened(source, recipe, context, signal); // it stands there
  const bytes = planesBytes(inWork.value) + developedBytes(developed.value);
  const most = Math.max(0, Math.floor(budgetBytes / bytes) - 1);
  for (const next of (await settingsAhead(source, recipe)).slice(0, most)) {
    yield null;
    await opened(source, next, context, signal);
  }
}
