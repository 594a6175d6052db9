import type { Client } from '../../bridge/client.ts';
import type { Manifest } from '../../engine/models/manifest.ts';
import type { Wish } from '../rendering.ts';
import type { BatchPlan } from './plan.ts';
import { plannedSource } from './planned-source.ts';
import { recipeOf } from './recipe-of.ts';

/**
 * Pictures of a batch as each was made, to be asked for by themselves: from their own files, with the recipe that the batch gave each.
 *
 * @param names of pictures of the plan; others are passed over.
 * @throws Error in a sentence where a file is gone or cannot be read any more.
 */
export async function wishesOf(
  plan: BatchPlan,
  names: ReadonlySet<string>,
  models: readonly Manifest[],
  client: Pick<Client, 'run'>,
): Promise<readonly Wish[]> {
  const wishes: Wish[] = [];
  for (const picture of plan.pictures) {
    if (!names.has(picture.name)) continue;
    const source = await plannedSource(picture, plan);
    const { facts } = await client.run('batchLook', { source }, { background: true });
    const recipe = recipeOf(plan, picture, facts, models);
    const { guide } = plan;
    const { labels } = picture;
    wishes.push({
      source,
      recipe,
      ...(guide && recipe.dream.objective === 'guide' && { guide }),
      ...(labels && { labels }),
    });
  }
  return wishes;
}
