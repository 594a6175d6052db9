import { fromNet, toNet } from '../dream/net-picture.ts';
import { chosenLayers } from '../dream/objective.ts';
import { StudioError } from '../errors.ts';
import { onlyProgress } from '../export/progress.ts';
import {
  type FilmSettings,
  fileName,
  generatedBy,
  type Provenance,
  provenanceOf,
} from '../export/provenance.ts';
import { xmpOf } from '../export/xmp.ts';
import type { DreamNet } from '../models/dream-net.ts';
import type { Picture } from '../picture.ts';
import type { Recipe } from '../recipe.ts';
import { loadDreamNet, type RenderContext, type RenderExtras, toDream, weightsOf } from '../render.ts';
import type { ProgressEvent } from '../render-event.ts';
import type { Source } from '../source.ts';
import { ascentFrames, type DreamGround, dream } from '../stages/dream.ts';
import { openEncoder } from './encoder.ts';
import { UNFILLED_SEAL } from './video-seal.ts';
import { endlessZoom, type ZoomSettings } from './zoom.ts';

export interface FilmFile {
  /** As `cells.ascent.webm`. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Pictures in it, those that an ascent holds at its ends counted once. */
  readonly pictures: number;
}

/** A picture that went into the film, RGB. */
export interface PreviewEvent {
  readonly type: 'preview';
  readonly picture: Picture;
}

/** How long an ascent stays at its first and at its last picture, in seconds. */
const HOLD = 1;

/** The pictures of a film in order; null in between. */
type Pictures = AsyncGenerator<Picture | null, void>;

/**
 * Dreams as the recipe says (from the cache, where it can) and makes a film of it: each picture goes to the encoder as it
 * is made, and none is kept here. The film carries its recipe and the models' hashes as its comment.
 *
 * @param open says what takes the pictures.
 * @throws StudioError as `render`; `film` where the browser does not encode the format; the signal's reason when aborted.
 */
export async function* exportFilm(
  source: Source,
  recipe: Recipe,
  film: FilmSettings,
  context: RenderContext,
  signal: AbortSignal,
  extras: RenderExtras = {},
  open = openEncoder,
): AsyncGenerator<ProgressEvent | PreviewEvent | null, FilmFile> {
  const { ground, key, colour, cells } = yield* onlyProgress(
    toDream(source, recipe, context, signal, extras),
  );
  const layers = chosenLayers(recipe.dream);
  if (layers.length === 0) throw new StudioError('recipe', 'Nothing is dreamed: tick a layer first.');
  const net = yield* loadDreamNet(recipe.dream.model, layers, context, signal);
  const release = context.shelf.hold(net);
  try {
    const dreamt = yield* onlyProgress(
      dream(ground, key, recipe.dream, net, context, signal, Number.POSITIVE_INFINITY),
    );
    const count = film.zoom ? film.zoom.frames : dreamt.index + 1;
    const pictures = film.zoom
      ? zooming(dreamt.picture, ground, recipe, net, film.zoom)
      : ascending(ground, key, recipe, net, context, dreamt.index);

    const shows = film.zoom ? 'zoom' : 'ascent';
    const by = { colour, cells, dream: weightsOf(net) };
    const provenance: Provenance = {
      ...(await provenanceOf(source, recipe, shows, by, extras)),
      film,
      ...(film.format !== 'gif' && { video: UNFILLED_SEAL }),
    };
    const { width, height } = ground.picture;
    const encoder = await open(film.format, {
      width,
      height,
      framesPerSecond: film.framesPerSecond,
      title: generatedBy(provenance),
      comment: JSON.stringify(provenance),
      xmp: xmpOf(provenance, generatedBy(provenance)),
    });
    const held = film.zoom ? 1 : Math.max(1, Math.round(HOLD * film.framesPerSecond));
    let done = 0;
    try {
      for await (const picture of pictures) {
        signal.throwIfAborted();
        if (!picture) {
          yield null;
          continue;
        }
        done++;
        await encoder.add(picture, done === 1 || done === count ? held : 1);
        yield { type: 'preview', picture };
        const words = `Filming, picture ${done} of ${count}`;
        yield { type: 'progress', progress: { stage: 'dream', words, done, of: count } };
      }
      const bytes = await encoder.finish();
      return { name: fileName(source, `${shows}.${film.format}`), bytes, pictures: done };
    } finally {
      await encoder.close();
    }
  } finally {
    release();
  }
}

/** What the dream began from, and the dream after each step. */
async function* ascending(
  ground: DreamGround,
  key: string,
  { dream }: Recipe,
  net: DreamNet,
  { cache }: RenderContext,
  steps: number,
): Pictures {
  yield ground.picture;
  const all = Array.from({ length: steps }, (_, i) => i + 1);
  yield* ascentFrames(ground, key, dream, net, cache, all);
}

async function* zooming(
  begin: Picture,
  { guide }: DreamGround,
  { dream }: Recipe,
  net: DreamNet,
  settings: ZoomSettings,
): Pictures {
  const towards = guide && toNet(guide);
  for await (const frame of endlessZoom(toNet(begin), dream, net, towards, settings)) {
    yield frame && fromNet(frame);
  }
}
