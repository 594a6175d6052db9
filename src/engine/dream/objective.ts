import * as tf from '@tensorflow/tfjs-core';
import { StudioError } from '../errors.ts';
import { activations } from '../nets/inception-v3.ts';
import {
  average,
  likeness,
  mean,
  meanSquare,
  type Objective,
  type Term,
} from '../nets/inception-v3-objective.ts';
import type { DreamWeights } from '../nets/inception-v3-tiles.ts';
import { type DreamLayer, type DreamRecipe, dreamLayers } from '../recipe.ts';
import { withoutEvents } from '../steps/without-events.ts';

/** The layers that a recipe climbs, in the network's order. */
export const chosenLayers = ({ layers }: Pick<DreamRecipe, 'layers'>): readonly DreamLayer[] =>
  dreamLayers.filter((layer) => layers[layer] !== undefined);

/** A recipe's objective, and what it keeps on the device. */
export interface DreamObjective {
  readonly objective: Objective;
  /** The channels that are climbed in a layer, where it is not all; `strongest` has become numbers. */
  readonly channels: readonly number[] | null;
  dispose(): void;
}

/**
 * The objective of a recipe. Yields after each block of the network where that has to run for it.
 *
 * @param picture what is dreamed on, and `guide`: [1, height, width, 3], -1..1.
 * @throws StudioError `recipe` where the recipe wants a guide and there is none, or a channel that the layer has not.
 */
export async function* dreamObjective(
  recipe: DreamRecipe,
  net: DreamWeights,
  picture: tf.Tensor4D,
  guide: tf.Tensor4D | null,
): AsyncGenerator<null, DreamObjective> {
  const layers = chosenLayers(recipe);
  const channels = yield* chosenChannels(recipe, net, picture);
  if (recipe.objective !== 'guide') {
    const term = recipe.objective === 'l2' ? meanSquare : mean;
    const terms = layers.map((layer) => {
      const only = recipe.channels?.layer === layer ? channels : null;
      return [layer, term(recipe.layers[layer] ?? 0, only)] as const;
    });
    return { objective: new Map(terms), channels, dispose: () => {} };
  }
  if (!guide) {
    throw new StudioError('recipe', 'The recipe dreams towards a guide picture, and none was given.');
  }
  const features = yield* featuresOf(net, guide, layers);
  const terms = layers.map(
    (layer) => [layer, likeness(recipe.layers[layer] ?? 0, features.get(layer) as tf.Tensor2D)] as const, // asked for
  );
  return { objective: new Map(terms), channels, dispose: () => tf.dispose([...features.values()]) };
}

/** The channels that are climbed in their layer, as numbers; null for all, and where that layer is not climbed. */
async function* chosenChannels(
  { channels, layers }: DreamRecipe,
  net: DreamWeights,
  picture: tf.Tensor4D,
): AsyncGenerator<null, readonly number[] | null> {
  if (!channels || layers[channels.layer] === undefined) return null;
  const answers = yield* channelMeans(net, picture, channels.layer);
  if ('strongest' in channels) {
    const list = strongest(answers, channels.strongest);
    return list;
  }
  const beyond = channels.list.find((channel) => channel >= answers.length);
  if (beyond === undefined) return channels.list;
  throw new StudioError(
    'recipe',
    `The recipe dreams on channel ${beyond} of ${channels.layer}; it has the channels 0 to ${answers.length - 1}.`,
  );
}

/** The numbers of the largest values, the largest first. */
export function strongest(values: Float32Array, count: number): readonly number[] {
  const order = Array.from(values.keys()).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
  return order.slice(0, count);
}

/** How each channel of a layer answers to a picture: its mean activation. Yields after each block. */
export async function* channelMeans(
  { weights }: DreamWeights,
  picture: tf.Tensor4D,
  layer: DreamLayer,
): AsyncGenerator<null, Float32Array> {
  const found = yield* withoutEvents(activations(weights, picture, new Set([layer])));
  const y = found.get(layer) as tf.Tensor4D; // asked for
  const means = tf.mean(y, [0, 1, 2]);
  try {
    return (await means.data()) as Float32Array; // as all in the network
  } finally {
    tf.dispose([y, means]);
  }
}

/** The features of a picture, [places, channels] for each layer. */
async function* featuresOf(
  { weights }: DreamWeights,
  picture: tf.Tensor4D,
  layers: readonly DreamLayer[],
): AsyncGenerator<null, Map<DreamLayer, tf.Tensor2D>> {
  const found = yield* withoutEvents(activations(weights, picture, new Set(layers)));
  const flat = [...found].map(
    ([layer, y]) => [layer, tf.reshape(y, [-1, y.shape[3]]) as tf.Tensor2D] as const,
  );
  tf.dispose([...found.values()]);
  return new Map(flat);
}

/** The same objective; each layer's mean activation is put into `seen` on the way, for the caller to dispose. */
export function watched(objective: Objective, seen: tf.Scalar[]): Objective {
  const terms = [...objective].map(([layer, term]): [DreamLayer, Term] => {
    const value: Term['value'] = (y) => {
      seen.push(tf.tidy(() => average(y)));
      return term.value(y);
    };
    return [layer, { ...term, value }];
  });
  return new Map(terms);
}
