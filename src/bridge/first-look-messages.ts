import type { Recipe } from '../engine/recipe.ts';
import type { ShownPicture, Source } from './messages.ts';

/**
 * What the worker of the first look knows from its start, in its name as JSON: a message would wait until the page has a moment, in
 * the middle of its first round.
 */
export interface LookName {
  /** The folder that holds `models/` and `samples/`. */
  readonly base: string;
  /** Names the page's version; empty in development. */
  readonly version: string;
  /** The id of the model that will probably paint; null for that of the first sample. */
  readonly model: string | null;
}

/** What it is asked for, once. */
export interface LookAsk {
  readonly source: Source;
  readonly recipe: Recipe;
  /** Develop and edges are to be as the recipe's model was trained with. */
  readonly isTrained: boolean;
}

/** A picture for each stage that comes; nothing comes after `ended`. */
export type LookReply =
  | { readonly type: 'picture'; readonly shown: ShownPicture }
  | { readonly type: 'ended' };
