import { l1 } from '../metrics/pixel-errors.ts';
import { downloadWords, titleOf } from '../models/download-words.ts';
import type { Generator } from '../models/load.ts';
import { whileHeld } from '../models/shelf.ts';
import { type EdgeAgreement, edgeAgreement } from '../ops/edge-agreement.ts';
import { loadGenerator } from '../painted.ts';
import type { Picture } from '../picture.ts';
import type { Recipe } from '../recipe.ts';
import type { RenderContext } from '../render.ts';
import type { ProgressEvent } from '../render-event.ts';
import type { Source } from '../source.ts';
import { paint, paintFrom } from '../stages/colour.ts';
import { mapped } from '../steps/mapped.ts';
import { toEdges } from '../to-edges.ts';

/** What comes back of a picture that goes through both generators of a CycleGAN (Zhu et al. 2017; the paper's figure 2). */
export interface Circle {
  /** Edges, 1 channel, 0 or 255; the colours painted from them, RGB; the edges drawn from those, 1 channel, 0..255. */
  readonly edges: Picture;
  readonly colours: Picture;
  readonly edgesAgain: Picture;
  /** A picture, RGB; the edges drawn from it, 1 channel, 0..255; the colours painted from those, RGB. */
  readonly picture: Picture;
  readonly drawn: Picture;
  readonly coloursAgain: Picture;
  /** The edges that came back against those that went in, at 2 px; null where none went in. */
  readonly ofEdges: EdgeAgreement | null;
  /** The edges drawn from the picture against its own, at 2 px; null where it has none. */
  readonly ofPicture: EdgeAgreement | null;
  /** What came back of the picture against the picture: mean absolute difference, 0..1. */
  readonly difference: number;
}

/** How near two edges are the same, in pixels. */
const NEAR = 2;

/** One channel of an RGB picture. */
const channelOf = ({ width, height, data }: Picture, channel: number): Picture => ({
  width,
  height,
  channels: 1,
  data: Uint8Array.from({ length: width * height }, (_, i) => data[3 * i + channel] as number), // inside
});

/** A generator's RGB edges as one channel. */
const asEdges = ({ width, height, data }: Picture): Picture => ({
  width,
  height,
  channels: 1,
  data: Uint8Array.from({ length: width * height }, (_, i) =>
    Math.round(((data[3 * i] as number) + (data[3 * i + 1] as number) + (data[3 * i + 2] as number)) / 3),
  ),
});

/** Grey edges as Canny has them: 255 from the middle on. */
const decided = (edges: Picture): Picture => ({
  ...edges,
  data: Uint8Array.from(edges.data, (value) => (value > 127 ? 255 : 0)),
});

/** The edges that a way back draws of an RGB picture, 1 channel, 0..255. Yields after each layer. */
async function* drawEdges(
  picture: Picture,
  back: Pick<Generator, 'grain' | 'paint'>,
): AsyncGenerator<{ done: number; of: number }, Picture> {
  const planes = [channelOf(picture, 0), channelOf(picture, 1), channelOf(picture, 2)] as const;
  const edges = asEdges(yield* paintFrom(planes, back));
  return edges;
}

/**
 * Goes round both generators of a recipe's model, once from the edges and once from the picture.
 *
 * @throws StudioError `model` where the model has no way back; else as `render`.
 */
export async function* circle(
  source: Source,
  recipe: Recipe,
  context: RenderContext,
  signal: AbortSignal,
): AsyncGenerator<ProgressEvent | null, Circle> {
  const { shelf } = context;
  const { model } = recipe.colour;
  const { edges, developed } = yield* mapped(toEdges(source, recipe, context, signal), () => null);
  const { rgb, grey } = developed;
  const title = titleOf(await shelf.manifests(), model);
  const loaded = (way: 'generator' | 'back', name: string) =>
    mapped(loadGenerator(model, context, signal, way), ([done, of]) => {
      signal.throwIfAborted();
      return saying(downloadWords(name, done, of), done, of);
    });
  const there = yield* loaded('generator', title);
  const release = shelf.hold(there); // the way back may take its place
  try {
    const back = yield* loaded('back', `${title}, the way back`);
    const round = mapped(goRound({ edges, grey, rgb }, there, back), ({ words, done, of }) => {
      signal.throwIfAborted();
      return saying(words, done, of);
    });
    return yield* whileHeld(shelf, back, round);
  } finally {
    release();
  }
}

const saying = (words: string, done: number, of: number): ProgressEvent => ({
  type: 'progress',
  progress: { stage: 'colour', words, done, of },
});

/** How far one of the four paintings is, in words. */
interface Far {
  readonly words: string;
  readonly done: number;
  readonly of: number;
}

/**
 * The circle itself, both ways. Yields after each layer.
 *
 * @param ground edges and grey, 1 channel, and the picture, RGB, all of one size.
 */
export async function* goRound(
  { edges, grey, rgb }: { readonly [of in 'edges' | 'grey' | 'rgb']: Picture },
  there: Pick<Generator, 'manifest' | 'grain' | 'paint'>,
  back: Pick<Generator, 'grain' | 'paint'>,
): AsyncGenerator<Far, Circle> {
  const told = (words: string, steps: AsyncGenerator<Omit<Far, 'words'>, Picture>) =>
    mapped(steps, (far) => ({ words, ...far }));
  const colours = yield* told('Painting from the edges', paint(edges, grey, there));
  const edgesAgain = yield* told('Drawing edges from the colours', drawEdges(colours, back));
  const drawn = yield* told('Drawing edges from the picture', drawEdges(rgb, back));
  const coloursAgain = yield* told('Painting from the drawn edges', paint(drawn, grey, there));
  const hasEdges = edges.data.some((value) => value > 0);
  const against = (drawn: Picture) => (hasEdges ? edgeAgreement(decided(drawn), edges, NEAR) : null);
  return {
    edges,
    colours,
    edgesAgain,
    picture: rgb,
    drawn,
    coloursAgain,
    ofEdges: against(edgesAgain),
    ofPicture: against(drawn),
    difference: l1(coloursAgain, rgb),
  };
}
