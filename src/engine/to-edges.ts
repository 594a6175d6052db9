import type { Cache } from './cache.ts';
import { drawStrokes } from './ops/strokes.ts';
import type { Picture, Planes } from './picture.ts';
import type { Recipe } from './recipe.ts';
import type { RenderEvent } from './render-event.ts';
import type { Source } from './source.ts';
import { stageOnce } from './stage-once.ts';
import { channelLevels, greyLevels } from './stages/channel-levels.ts';
import type { Developed } from './stages/develop.ts';
import { type Edges, findEdges, lookedAt } from './stages/edges.ts';
import { opened } from './stages/opened.ts';

/** What the first stages give those that follow, with the keys that name it in the cache. */
interface ToEdges {
  /** Read anew where the cache has let them go. */
  planes(): Promise<Planes>;
  readonly decodeKey: string;
  readonly developed: Developed;
  readonly developKey: string;
  /** 1 channel, 255 on an edge. */
  readonly edges: Picture;
  readonly edgesKey: string;
  /** Those that were used. */
  readonly thresholds: { readonly low: number; readonly high: number };
}

const pictureBytes = (picture: Picture) => picture.data.byteLength;
const LEVELS_BYTES = 2048;

/**
 * Develops a source and finds its edges. Yields both pictures.
 *
 * @throws as `render`.
 */
export async function* toEdges(
  source: Source,
  recipe: Pick<Recipe, 'develop' | 'edges'>,
  context: { readonly cache: Cache; readonly device: { readonly gpu: GPUDevice | null }; now(): number },
  signal: AbortSignal,
): AsyncGenerator<RenderEvent, ToEdges> {
  const once = stageOnce(context, signal);

  const start = await opened(source, recipe.develop, context, signal);
  const { planes, decodeKey, developKey, greyKey } = start;
  const developed = start.developed.value;
  const { grey, rgb, raw, pixelUm, frame: place, tones, light } = developed;
  const spread = async () => ({
    levels: channelLevels(await planes(), recipe.develop.channels, tones.ranges),
    contrast: greyLevels(light, grey.width, tones.grey),
  });
  const levels = (await once('develop', `levels ${developKey}`, () => LEVELS_BYTES, spread)).value;
  const { cached, seconds } = start.developed;
  const run = { stage: 'develop' as const, cached, seconds };
  yield { type: 'picture', stage: 'develop', picture: rgb, raw, pixelUm, place, ...levels, run };

  const looked = lookedAt(developed, recipe.edges);
  const lookedKey = looked === grey ? greyKey : developKey;
  const { strokes, ...settings } = recipe.edges;
  const edgesBytes = (edges: Edges) => pictureBytes(edges.picture);
  const found = await once('edges', `canny ${JSON.stringify(settings)} ${lookedKey}`, edgesBytes, () =>
    findEdges(looked, { ...settings, strokes: [] }, context.device.gpu),
  );
  const { low, high } = found.value;
  const thresholds = { low, high };
  const edgesKey = `edges ${JSON.stringify(recipe.edges)} ${lookedKey}`;
  const drawn =
    strokes.length === 0
      ? { value: found.value.picture, run: found.run }
      : await once('edges', edgesKey, pictureBytes, () => drawStrokes(found.value.picture, strokes)); // the hand moves on, and Canny stays
  yield { type: 'picture', stage: 'edges', picture: drawn.value, run: drawn.run, thresholds };
  return { planes, decodeKey, developed, developKey, edges: drawn.value, edgesKey, thresholds };
}
