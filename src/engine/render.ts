import type { Cache } from './cache.ts';
import { cellColours } from './cells/legend.ts';
import { insideOf, paintedCells, shownCells } from './cells/painted-cells.ts';
import type { Device } from './device/device.ts';
import { chosenLayers } from './dream/objective.ts';
import { askedEarly } from './models/asked-early.ts';
import { downloadWords, titleOf } from './models/download-words.ts';
import type { DreamNet } from './models/dream-net.ts';
import type { Generator } from './models/load.ts';
import { isMadeFor, type PictureKind } from './models/picture-kinds.ts';
import type { Shelf } from './models/shelf.ts';
import { whileHeld } from './models/shelf.ts';
import type { Window } from './ops/resize.ts';
import { painted } from './painted.ts';
import type { Picture } from './picture.ts';
import { coloursNeedCells, type DevelopRecipe, type DreamLayer, type Recipe, wantsCells } from './recipe.ts';
import type { ProgressEvent, RenderEvent, Weights } from './render-event.ts';
import type { Source } from './source.ts';
import { stageOnce } from './stage-once.ts';
import { cells, type GivenCells, type ToldApart } from './stages/cells.ts';
import { lay } from './stages/colour.ts';
import { develop, view } from './stages/develop.ts';
import { type DreamGround, dream } from './stages/dream.ts';
import { kindOfPlanes } from './stages/kind.ts';
import { isRead, opened } from './stages/opened.ts';
import { fromCallback } from './steps/from-callback.ts';
import { mapped } from './steps/mapped.ts';
import { toEdges } from './to-edges.ts';

/** What a render takes beside source and recipe. */
export interface RenderExtras {
  /** The picture that a dream with the objective `guide` goes towards; developed as the source is. */
  readonly guide?: Source;
  /** Cells that are taken in place of those that a net would find. */
  readonly cells?: GivenCells;
  /** The most steps that the dream takes now: 1 for a single step. What stands then is the result. */
  readonly dreamSteps?: number;
  /** What the picture shows, where that is known already. */
  readonly kind?: PictureKind;
  /** The picture follows a hand: its colours may be a draft of the generator, within a level or two of 255. */
  readonly isDraft?: boolean;
}

/** What rendering stands on; a host makes it once. */
export interface RenderContext {
  readonly device: Device;
  readonly cache: Cache;
  readonly shelf: Shelf;
  /** Seconds on a clock that only goes forward. */
  now(): number;
}

const pictureBytes = (picture: Picture) => picture.data.byteLength;

/** What a recipe dreams on. */
export interface ToDream {
  readonly ground: DreamGround;
  /** Names it in the cache. */
  readonly key: string;
  /** What painted it; null where it is not generated. */
  readonly colour: Weights | null;
  /** What told the cells apart whose colours it has, or which the dream keeps to. */
  readonly cells: Weights | null;
}

/**
 * The stages in their order. Each result is kept under what made it (the file, its slice and those before, a model's
 * weights), so that only what a change touches runs again. Yields each stage's picture as soon as it is ready, and null
 * after each block of the dream's network.
 *
 * @throws StudioError with code `file` or `model`; the signal's reason when aborted.
 */
export async function* render(
  source: Source,
  recipe: Recipe,
  context: RenderContext,
  signal: AbortSignal,
  extras: RenderExtras = {},
): AsyncGenerator<RenderEvent | null, void> {
  const { ground, key } = yield* toDream(source, recipe, context, signal, extras);
  if (!recipe.dream.enabled || chosenLayers(recipe.dream).length === 0) return;
  const net = yield* loadDreamNet(recipe.dream.model, chosenLayers(recipe.dream), context, signal);
  const limit = extras.dreamSteps ?? Number.POSITIVE_INFINITY;
  const steps = dream(ground, key, recipe.dream, net, context, signal, limit);
  const dreamed = yield* whileHeld(context.shelf, net, steps);
  yield {
    type: 'picture',
    stage: 'dream',
    picture: dreamed.picture,
    run: { stage: 'dream', cached: dreamed.cached, seconds: dreamed.seconds },
    by: weightsOf(net),
    ...(dreamed.best && { best: dreamed.best }),
  };
}

/** What names a model that is at work. */
export const weightsOf = ({ manifest, sha256 }: Generator | DreamNet): Weights => ({
  id: manifest.id,
  sha256,
});

/**
 * A part of the source as the file holds it, in the tones of the developed picture. Decodes once, as `render` does.
 *
 * @param window in the upright file's own pixels; what lies outside of the picture is left out.
 * @param size the most that the answer measures: no pixel of the file is enlarged.
 * @throws as `render`.
 */
export async function viewOf(
  source: Source,
  recipe: DevelopRecipe,
  window: Window,
  size: Pick<Picture, 'width' | 'height'>,
  context: Pick<RenderContext, 'cache' | 'now'>,
  signal: AbortSignal,
): Promise<{ readonly picture: Picture; readonly window: Window }> {
  const { planes, developed } = await opened(source, recipe, context, signal);
  const { frame: whole, tones } = developed.value;
  const x = Math.min(whole.width - 1, Math.max(0, Math.floor(window.x)));
  const y = Math.min(whole.height - 1, Math.max(0, Math.floor(window.y)));
  const width = Math.max(1, Math.min(whole.width, Math.ceil(window.x + window.width)) - x);
  const height = Math.max(1, Math.min(whole.height, Math.ceil(window.y + window.height)) - y);
  const part = { x, y, width, height };
  const scale = Math.min(1, size.width / width, size.height / height);
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  return {
    picture: view(await planes(), recipe, tones, part, { width: side(width), height: side(height) }),
    window: part,
  };
}

/** The stages before the dream, as in `render`. */
export async function* toDream(
  source: Source,
  recipe: Recipe,
  context: RenderContext,
  signal: AbortSignal,
  { guide: guideSource, cells: given, kind: known, isDraft = false }: RenderExtras = {},
): AsyncGenerator<RenderEvent, ToDream> {
  const { cache, shelf } = context;

  const once = stageOnce(context, signal);

  const isPainted = recipe.colour.model !== 'none' && recipe.colour.model !== 'cells';
  // The model of a picture that has been read may be needless: its colours can be in the cache too.
  const isEarly = isPainted && !isRead(source, recipe.develop, cache);
  const checkModel = isEarly ? askedEarly(shelf, recipe.colour.model, signal) : () => {};
  yield { type: 'progress', progress: { stage: 'decode', words: `Reading ${source.name}`, done: 0, of: 1 } };
  const found = yield* toEdges(source, recipe, context, signal);
  const { planes, decodeKey, developed, developKey, edges, edgesKey, thresholds } = found;
  const { grey, rgb } = developed;

  let told: ToldApart | null = null;
  if (wantsCells(recipe)) {
    const ground = { planes, developed, develop: recipe.develop, key: decodeKey };
    told = yield* mapped(
      cells(ground, recipe.cells, context, signal, given),
      (progress): ProgressEvent => ({ type: 'progress', progress: { stage: 'cells', ...progress } }),
    );
    const { found, key, seconds, cached, by } = told;
    const shown = await once('cells', `shown ${developKey} ${key}`, pictureBytes, () =>
      shownCells(rgb, found.labels, cellColours(found, { ...recipe.colour, palette: 'distinct' }).colours),
    );
    const run = { stage: 'cells' as const, cached, seconds };
    yield { type: 'picture', stage: 'cells', picture: shown.value, run, cells: found, ...(by && { by }) };
  }

  let dreamt: { picture: Picture; key: string; by: Weights | null } = {
    picture: rgb,
    key: developKey,
    by: null,
  };
  if (recipe.colour.model === 'cells' && told) {
    const { found, key, by } = told;
    const { colours, legend } = cellColours(found, recipe.colour);
    const colourKey = `colour ${JSON.stringify(recipe.colour)} ${developKey} ${key}`;
    const colour = await once('colour', colourKey, pictureBytes, () =>
      lay(paintedCells(rgb, found.labels, colours, recipe.colour.drawn), rgb, recipe.colour),
    );
    yield {
      type: 'picture',
      stage: 'colour',
      picture: colour.value,
      run: colour.run,
      legend,
      ...(by && { by }),
    };
    if (recipe.dream.source === 'colour') dreamt = { picture: colour.value, key: colourKey, by: null };
  } else if (isPainted) {
    const ground = { edges, grey, key: edgesKey };
    const made = yield* mapped(
      painted(ground, recipe.colour.model, context, signal, isDraft, checkModel),
      (far): ProgressEvent => ({ type: 'progress', progress: { stage: 'colour', ...far } }),
    );
    let by: Weights = made.by;
    const look = async () => kindOfPlanes(await planes());
    const kind = known ?? (await once('decode', `kind ${decodeKey}`, () => 0, look)).value;
    const painter = (await shelf.manifests()).find((one) => one.id === by.id);
    if (painter && !isMadeFor(painter, kind)) by = { ...by, misfit: kind };
    const inside = recipe.colour.insideCells && told;
    const colourKey = `colour ${JSON.stringify(recipe.colour)} ${developKey} ${made.key} ${inside ? inside.key : ''}`;
    const laid = () => lay(made.picture, rgb, recipe.colour, inside ? insideOf(inside.found.labels) : null);
    const colour = made.isDraft
      ? { value: laid(), run: { stage: 'colour' as const, cached: false, seconds: 0 } }
      : await once('colour', colourKey, pictureBytes, laid);
    const run = {
      ...colour.run,
      cached: colour.run.cached && made.cached,
      seconds: made.seconds + colour.run.seconds,
    };
    yield { type: 'picture', stage: 'colour', picture: colour.value, run, by };
    if (recipe.dream.source === 'colour') dreamt = { picture: colour.value, key: colourKey, by };
  }

  const isGuided = recipe.dream.enabled && recipe.dream.objective === 'guide';
  const guide = isGuided && guideSource ? guideSource : null;
  const isMasked = recipe.dream.mask === 'inside' || recipe.dream.mask === 'outside';
  return {
    ground: {
      picture: dreamt.picture,
      grey,
      edges: { ...recipe.edges, ...thresholds },
      cells: told?.found.labels ?? null,
      guide: guide && (await developedGuide(guide, recipe)),
    },
    key: `${guide?.id ?? ''} ${isMasked && told ? told.key : ''} ${edgesKey} ${dreamt.key}`,
    colour: dreamt.by,
    cells:
      isMasked || (recipe.dream.source === 'colour' && coloursNeedCells(recipe)) ? (told?.by ?? null) : null,
  };
}

/** The guide in the source's own development, whole. */
async function developedGuide(guide: Source, { develop: settings }: Recipe): Promise<Picture> {
  return develop(await guide.decode(), { ...settings, channel: 'grey', frame: 'fit', size: 256, scale: null })
    .rgb;
}

/** Loads of a model to dream with what the layers need and is not yet in memory. @throws as `Shelf.dreamNet`. */
export async function* loadDreamNet(
  model: string,
  layers: readonly DreamLayer[],
  { shelf }: Pick<RenderContext, 'shelf'>,
  signal: AbortSignal,
): AsyncGenerator<ProgressEvent, DreamNet> {
  const title = titleOf(await shelf.dreams(), model);
  const loading = fromCallback<[number, number], DreamNet>((report) =>
    shelf.dreamNet(model, layers, (done, of) => report([done, of]), signal),
  );
  return yield* mapped(loading, ([done, of]): ProgressEvent => {
    signal.throwIfAborted();
    return {
      type: 'progress',
      progress: { stage: 'dream', words: downloadWords(title, done, of), done, of },
    };
  });
}
