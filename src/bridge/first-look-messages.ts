import type { Recipe } from '../engine/recipe.ts';
import type { ShownPicture, Source } from './messages.ts';

/** What a page tells the worker of the first look: where it is, at once, and what to look at, as soon as it knows. */
export type LookAsk =
  | {
      readonly type: 'open';
      /** The folder that holds `models/` and `samples/`. */
      readonly base: string;
      /** Names the page's version; empty in development. */
      readonly version: string;
      /** The id of the model that will probably paint; null for that of the first sample. */
      readonly model: string | null;
    }
  | {
      readonly type: 'look';
      readonly source: Source;
      readonly recipe: Recipe;
      /** Develop and edges are to be as the recipe's model was trained with. */
      readonly isTrained: boolean;
    };

/** A picture for each stage that comes; nothing comes after `ended`. */
export type LookReply =
  | { readonly type: 'picture'; readonly shown: ShownPicture }
  | { readonly type: 'ended' };
