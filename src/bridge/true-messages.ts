import type { Window } from '../engine/ops/resize.ts';
import type { Picture } from '../engine/picture.ts';
import type { ColourRecipe, Recipe } from '../engine/recipe.ts';

/** What a picture at its file's own pixels follows from: of another key its tiles are other ones. */
export interface TrueKeys {
  /** The picture, how it is developed, its edges. */
  readonly ground: string;
  /** The model that paints it; null where none does that paints in tiles. */
  readonly model: string | null;
}

/** What can be asked of a picture at its file's own pixels, while a smaller one is in the panes. */
export interface TrueTasks<Source> {
  /**
   * Develops the whole picture and finds its edges, or walks it through all of a model but its last layer; both are put aside and take
   * the place of what was. Background.
   */
  gatherTrue: {
    ask: { keys: TrueKeys; source: Source; recipe: Recipe; stage: 'edges' | 'colour' };
    answer: { width: number; height: number };
  };
  /** A tile of what was put aside: RGBA; null where it is not there, or no longer. `tile` lies within the file, at even places. */
  trueTile: {
    ask: {
      keys: TrueKeys;
      stage: 'develop' | 'edges' | 'colour';
      look: Pick<ColourRecipe, 'strength' | 'keepStructure'>;
      tile: Window;
    };
    answer: { picture: Picture | null };
  };
  /** Deletes what was put aside. */
  dropTrue: { ask: Record<never, never>; answer: Record<never, never> };
}
