import { pictureStatistics } from '../metrics/picture-statistics.ts';
import type { Picture } from '../picture.ts';
import { type DevelopRecipe, defaultRecipe } from '../recipe.ts';
import trained from './kind-of-picture.json' with { type: 'json' };
import { type PictureKind, pictureKinds } from './picture-kinds.ts';

/** How a picture is developed before its kind is guessed. */
export const look: DevelopRecipe = {
  ...defaultRecipe.develop,
  channel: 'grey',
  low: 0.5,
  high: 99.9,
  gamma: 1,
  frame: 'fit',
  size: 128,
};

/**
 * The kind of a picture by simple statistics and a net of one layer inside, trained by `training/kind_of_picture.mjs`.
 *
 * @param picture RGB, developed by `look`.
 * @returns the likeliest kind, and how likely it is, 0..1.
 */
export function kindOf(picture: Picture): { readonly kind: PictureKind; readonly chance: number } {
  const { mean, scale, hidden, first, firstBias, second, secondBias } = trained;
  // All indices below are within the arrays, whose lengths belong together.
  const x = pictureStatistics(picture).map((value, i) =>
    Math.max(-4, Math.min(4, (value - mean[i]!) * scale[i]!)),
  );
  const inside = Array.from({ length: hidden }, (_, h) =>
    Math.tanh(x.reduce((sum, value, i) => sum + value * first[i * hidden + h]!, firstBias[h]!)),
  );
  const scores = pictureKinds.map((_, k) =>
    inside.reduce((sum, value, h) => sum + value * second[h * pictureKinds.length + k]!, secondBias[k]!),
  );
  const most = Math.max(...scores);
  const all = scores.reduce((sum, score) => sum + Math.exp(score - most), 0);
  return { kind: pictureKinds[scores.indexOf(most)]!, chance: 1 / all };
}
