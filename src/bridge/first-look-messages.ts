import type { Recipe } from '../engine/recipe.ts';
import type { ShownPicture, Source } from './messages.ts';

/** What a page asks the worker of the first look for: once. */
export interface LookAsk {
  readonly source: Source;
  readonly recipe: Recipe;
  /** Develop and edges are to be as the recipe's model was trained with. */
  readonly isTrained: boolean;
  /** The folder that holds `models/`. */
  readonly base: string;
  /** Names the page's version; empty in development. */
  readonly version: string;
}

/** One for each stage that comes. */
export interface LookReply {
  readonly type: 'picture';
  readonly shown: ShownPicture;
}
