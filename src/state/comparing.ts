import type { Client } from '../bridge/client.ts';
import { wantsCells } from '../engine/recipe.ts';
import { codeOf, sentenceAbout } from './failure.ts';
import { wishOf } from './rendering.ts';
import type { Studio, StudioStore } from './studio.ts';

/** What is to be compared; null where nothing is. */
function askOf(state: Studio) {
  const beside = state.selected === null ? undefined : state.labels[state.selected];
  const wish = wishOf(state);
  if (!wish || !beside || beside.areShown || !wantsCells(wish.recipe) || !state.cells) return null;
  return { source: wish.source, recipe: wish.recipe, labels: beside.file };
}

/** What a comparison follows from; the cells on screen are the newest when the render has come so far. */
const causes = ['cells', 'labels', 'selected'] as const;

/**
 * Compares the cells on screen with those of the file beside the picture, whenever either changes. A file that cannot be read
 * is taken away again, with a sentence.
 *
 * @returns the way to stop that.
 */
export function keepComparing(studio: StudioStore, client: Pick<Client, 'latest'>): () => void {
  let newest = 0;
  return studio.subscribe((state, before) => {
    if (causes.every((cause) => state[cause] === before[cause])) return;
    const number = ++newest;
    if (state.comparison) state.labelsCompared(null); // it speaks of other cells
    const ask = askOf(state);
    if (!ask) return;
    client
      .latest('compare', 'compareCells', ask)
      .then((comparison) => {
        if (number !== newest) return;
        studio.getState().labelsCompared(comparison);
        studio.getState().announce(comparisonWords(comparison));
      })
      .catch((error: unknown) => {
        if (number !== newest || codeOf(error) === 'cancelled') return;
        const { takeLabels, alert } = studio.getState();
        alert(ask.labels.id, sentenceAbout(ask.labels.name, error));
        studio.unrecorded(() => takeLabels(ask.source.id));
      });
  });
}

type Counts = Pick<NonNullable<Studio['comparison']>, 'matched' | 'missed' | 'extra'>;

/** As "31 matched, 2 missed, 4 extra". */
export const comparisonWords = ({ matched, missed, extra }: Counts): string =>
  `${matched.length} matched, ${missed.length} missed, ${extra.length} extra`;
