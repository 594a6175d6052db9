import { StudioError } from '../errors.ts';

/** Steps in a row with a discriminator's loss under this before it counts as collapsed: the generator learns no more. */
const COLLAPSED_STEPS = 200;
const COLLAPSED_LOSS = 1e-3;

/** The losses of discriminators. */
const JUDGED = ['discriminator', 'judgeColour', 'judgeEdges'];

/**
 * Watches over the losses of a run, step by step.
 *
 * @returns what to call after each; it throws a StudioError `training` where a loss is not a number, or a discriminator
 *   has told all apart for 200 steps.
 */
export function watch(): (step: number, losses: Readonly<Record<string, number>>) => void {
  const collapsed = new Map<string, number>();
  return (step, losses) => {
    for (const [name, loss] of Object.entries(losses)) {
      if (Number.isFinite(loss)) continue;
      const sentence = `Step ${step}: the ${name} loss is ${loss}; a lower learning rate may help.`;
      throw new StudioError('training', sentence);
    }
    for (const name of JUDGED) {
      const low = (losses[name] ?? Number.POSITIVE_INFINITY) < COLLAPSED_LOSS;
      collapsed.set(name, low ? (collapsed.get(name) ?? 0) + 1 : 0);
      if (collapsed.get(name) !== COLLAPSED_STEPS) continue;
      const sentence = `Step ${step}: the ${name} loss has been under ${COLLAPSED_LOSS} for ${COLLAPSED_STEPS} steps, so the generator learns nothing from it; a smaller ndf or a lower learning rate may help.`;
      throw new StudioError('training', sentence);
    }
  };
}
