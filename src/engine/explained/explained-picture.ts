import type { Recipe } from '../recipe.ts';
import type { Scene } from '../samples/scene.ts';
import type { ShownStage } from '../stages/shown.ts';

/** A sample that comes with Eosin, or a scene that it draws; and the model whose recipe is started from. */
export type ExplainedSource = (
  | { readonly file: string }
  | {
      readonly scene: Scene;
      readonly seed: number;
      /** Only so many of its rows, from the top. */
      readonly rows?: number;
    }
) & { readonly model: string };

/** Settings laid over a recipe. */
export type Patch = {
  readonly [S in 'develop' | 'edges' | 'cells' | 'colour' | 'dream']?: Partial<Recipe[S]>;
};

/** One of the two pictures. */
export interface Side {
  /** What stands under it: the setting, as the control names it. */
  readonly words: string;
  /** What is to be seen, for who does not see it. */
  readonly seen: string;
  readonly recipe: Patch;
  /** Another stage than the pair's. */
  readonly stage?: ShownStage;
  /** What the dream goes towards. */
  readonly guide?: ExplainedSource;
}

/** What a control does, as two pictures that differ in its setting alone. */
export interface ExplainedPicture {
  readonly source: ExplainedSource;
  readonly stage: ShownStage;
  /** Of both pictures. */
  readonly recipe?: Patch;
  /** The square that is shown, as shares of the picture's width and height; null for all of it. */
  readonly part: { readonly x: number; readonly y: number; readonly side: number } | null;
  readonly before: Side;
  readonly after: Side;
}

/** Pixels a side of each of the two pictures, as they are stored and shown. */
export const EXPLAINED_SIDE = 128;

/** The middle of a picture, a quarter of its area. */
export const middle = { x: 0.25, y: 0.25, side: 0.5 };

export const neutrophil: ExplainedSource = { file: 'smear_a_092.jpg', model: 'blood-smear' };
export const redCells: ExplainedSource = { file: 'smear_b_113.png', model: 'blood-stain' };
export const culture: ExplainedSource = { file: 'fluo_d6a880b1f6.png', model: 'nuclei-area' };
export const drawnSmear: ExplainedSource = { scene: 'smear', seed: 12, model: 'blood-stain' };
export const drawnNuclei: ExplainedSource = { scene: 'nuclei', seed: 4, model: 'nuclei-area' };
export const drawnDish: ExplainedSource = { scene: 'dish', seed: 1, model: 'petri-pix2pix-grey' };
