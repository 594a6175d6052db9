import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { LensAsk } from '../../bridge/messages.ts';
import { wishOf } from '../../state/rendering.ts';
import { useDesk, useStudio } from '../desk.ts';

/** What a lens is asked of the picture in the panes, and what names it: picture, recipe, and what lies beside. */
export interface LensWish {
  readonly ask: LensAsk;
  readonly key: string;
}

/** Null while there is no finished picture of that stage. */
export function useLensAsk(stage: LensAsk['stage']): LensWish | null {
  const { studio } = useDesk();
  const isReady = useStudio((state) => state.stages[stage].state === 'ready');
  const causes = useStudio(
    useShallow((state) => [
      state.items,
      state.selected,
      state.recipe,
      state.strokes,
      state.guide,
      state.labels,
      state.device,
      state.models,
      state.live,
    ]),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the wish is taken from the store whenever one of its causes is another
  return useMemo(() => {
    const wish = isReady ? wishOf(studio.getState()) : null;
    if (!wish) return null;
    const { source, recipe, guide, labels } = wish;
    const { models } = studio.getState();
    const model = models?.find(({ id }) => id === recipe.colour.model);
    const weights = model?.weights.parts.map(({ sha256 }) => sha256); // it can be trained anew, and its way back with it
    const asked = stage === 'colour' ? { ...recipe, dream: { ...recipe.dream, enabled: false } } : recipe;
    const ask = { ...wish, recipe: asked, stage };
    return { ask, key: JSON.stringify([source.id, stage, asked, guide?.id, labels?.id, weights]) };
  }, [studio, stage, isReady, causes]);
}
