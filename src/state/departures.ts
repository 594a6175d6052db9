import type { Manifest } from '../engine/models/manifest.ts';
import type { Recipe } from '../engine/recipe.ts';

/** Settings that differ from those a model was trained with, each with the value it was trained at. */
export interface Departures {
  readonly develop: Partial<Manifest['recipe']['develop']>;
  readonly edges: Partial<Manifest['recipe']['edges']> & {
    readonly thresholds?: 'fixed';
    readonly channels?: 'grey';
  };
}

const different = <T extends object>(trained: T, now: { readonly [K in keyof T]: unknown }): Partial<T> =>
  // Object.fromEntries loses the keys; they are those of T.
  Object.fromEntries(
    Object.entries(trained).filter(([key, value]) => now[key as keyof T] !== value),
  ) as Partial<T>;

/** Where develop and edges depart from the model's own recipe; nothing departs where there is no model. */
export function departures(recipe: Recipe, model: Manifest | undefined): Departures {
  if (!model) return { develop: {}, edges: {} };
  const { develop, edges } = model.recipe;
  // A size that follows from a scale is not the model's.
  const { scale, ...now } = recipe.develop;
  const departed = different(develop, scale === null ? now : { ...now, size: null });
  // All models were trained on the edges of grey pictures, at fixed thresholds.
  const common = { ...(recipe.edges.channels === 'colour' && { channels: 'grey' as const }) };
  if (recipe.edges.thresholds === 'fixed') {
    return { develop: departed, edges: { ...different(edges, recipe.edges), ...common } };
  }
  // With automatic thresholds `low` and `high` rest, so that only the choice itself departs.
  const { low: _low, high: _high, ...rest } = different(edges, recipe.edges);
  return { develop: departed, edges: { ...rest, ...common, thresholds: 'fixed' } };
}
