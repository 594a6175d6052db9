import * as tf from '@tensorflow/tfjs-core';
import type { DreamNet } from '../models/dream-net.ts';
import { whileHeld } from '../models/shelf.ts';
import type { Picture } from '../picture.ts';
import type { DreamLayer, Recipe } from '../recipe.ts';
import { loadDreamNet, type RenderContext, render } from '../render.ts';
import type { Source } from '../source.ts';
import { withoutEvents } from '../steps/without-events.ts';
import { toNet } from './net-picture.ts';
import { channelMeans, strongest } from './objective.ts';
import { within } from './octaves.ts';
import { PORTRAIT_SIDE, portrait } from './portrait.ts';

/** Portraits that outlive a visit, by the weights' hash, layer and channel. */
export interface PortraitStore {
  get(name: string): Promise<Uint8Array<ArrayBuffer> | null>;
  put(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** How a channel of a layer answers to a picture. */
export interface ChannelAnswer {
  readonly channel: number;
  /** Its mean activation as a share (0..1) of those of all the layer's channels. */
  readonly share: number;
}

/**
 * The channels of a layer that answer strongest to what a recipe dreams on, the strongest first. Yields null between its
 * steps, so that the caller may stop.
 *
 * @throws StudioError as `render`, and `model`; the signal's reason when aborted.
 */
export async function* strongestChannels(
  source: Source,
  recipe: Recipe,
  layer: DreamLayer,
  count: number,
  context: RenderContext,
  signal: AbortSignal,
): AsyncGenerator<null, readonly ChannelAnswer[]> {
  let ground: Picture | null = null;
  const undreamed = { ...recipe, dream: { ...recipe.dream, enabled: false } };
  for await (const event of render(source, undreamed, context, signal)) {
    if (event?.type === 'picture' && (event.stage === 'develop' || event.stage === recipe.dream.source)) {
      ground = event.picture;
    }
    yield null;
  }
  if (!ground) throw new Error('a render shows the developed picture, always');

  const net = yield* withoutEvents(loadDreamNet(recipe.dream.model, [layer], context, signal));
  const { width, height, values } = within(toNet(ground), recipe.dream.tile);
  const x = tf.tensor4d(values, [1, height, width, 3]);
  try {
    const means = yield* whileHeld(context.shelf, net, channelMeans(net, x, layer));
    const sum = means.reduce((total, mean) => total + mean, 0);
    const answers = strongest(means, count).map((channel) => ({
      channel,
      share: (means[channel] ?? 0) / sum,
    }));
    return answers;
  } finally {
    x.dispose();
  }
}

/**
 * The portrait of a channel, from the cache, from an earlier visit, or made now: then it yields the picture after each step,
 * and null in between.
 *
 * @throws StudioError `model`.
 */
export async function* channelPortrait(
  model: string,
  layer: DreamLayer,
  channel: number,
  context: Pick<RenderContext, 'shelf' | 'cache'>,
  portraits: PortraitStore,
  signal: AbortSignal,
): AsyncGenerator<Picture | null, Picture> {
  const nameOf = ({ sha256 }: DreamNet) => `${sha256}/${layer}/${channel}`;
  const wanted = nameOf(yield* withoutEvents(loadDreamNet(model, [], context, signal)));
  const kept =
    (context.cache.get(`portrait ${wanted}`) as Picture | undefined) ??
    (await keptPortrait(portraits, wanted));
  if (kept) return kept;

  const net = yield* withoutEvents(loadDreamNet(model, [layer], context, signal));
  const name = nameOf(net); // of the one that draws it: another may have taken its place meanwhile
  const made = yield* whileHeld(context.shelf, net, portrait(net, layer, channel));
  context.cache.put(`portrait ${name}`, made, made.data.length);
  await portraits.put(name, made.data);
  return made;
}

async function keptPortrait(portraits: PortraitStore, name: string): Promise<Picture | null> {
  const data = await portraits.get(name);
  if (data?.length !== PORTRAIT_SIDE * PORTRAIT_SIDE * 3) return null;
  return { width: PORTRAIT_SIDE, height: PORTRAIT_SIDE, channels: 3, data };
}
