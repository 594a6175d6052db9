import { cellReport } from '../engine/lens/cell-lens.ts';
import { circle } from '../engine/lens/circle.ts';
import { edgeReport } from '../engine/lens/edge-lens.ts';
import { type Generated, generatedOf } from '../engine/lens/generated.ts';
import { edgeOverlay, FULL_SPREAD, spreadOverlay } from '../engine/lens/overlays.ts';
import { between, passSeeds, sureness } from '../engine/lens/sureness.ts';
import type { RenderContext, RenderExtras } from '../engine/render.ts';
import type { Source as EngineSource } from '../engine/source.ts';
import type { LabelSource, LensAsk, Source, Tasks } from './messages.ts';
import type { TaskEvent } from './serve.ts';
import { toRgba } from './to-rgba.ts';

/** What the lens needs of the studio in the worker. */
export interface LensRoom {
  engineSource(source: Source): EngineSource;
  /** What a person put beside the picture. */
  beside(guide: Source | undefined, labels: LabelSource | undefined): RenderExtras;
  /** Runs steps on the device, again where it is lost under them. */
  onDevice<Step, Result>(
    steps: (context: RenderContext) => AsyncGenerator<Step, Result>,
    signal: AbortSignal,
  ): AsyncGenerator<Step, Result>;
}

const generated = (
  { source, recipe, stage, guide, labels }: LensAsk,
  { engineSource, beside }: LensRoom,
  context: RenderContext,
  signal: AbortSignal,
): AsyncGenerator<TaskEvent | null, Generated> =>
  generatedOf(engineSource(source), recipe, stage, context, signal, beside(guide, labels));

/** The task `lensEdges` of messages.ts. */
export async function* lensEdges(
  ask: LensAsk,
  room: LensRoom,
  signal: AbortSignal,
): AsyncGenerator<TaskEvent | null, Tasks['lensEdges']['answer']> {
  const made = yield* room.onDevice((context) => generated(ask, room, context, signal), signal);
  const { changes, ssim, sentence } = edgeReport(made, ask.recipe);
  return {
    overlay: edgeOverlay(changes),
    lost: changes.lost.share,
    invented: changes.invented.share,
    ssim,
    sentence,
  };
}

/** The task `lensCells`. */
export async function* lensCells(
  ask: LensAsk,
  room: LensRoom,
  signal: AbortSignal,
): AsyncGenerator<TaskEvent | null, Tasks['lensCells']['answer']> {
  const { changes, areas, unit, sentence } = yield* room.onDevice(async function* (context) {
    const made = yield* generated(ask, room, context, signal);
    return yield* cellReport(room.engineSource(ask.source), ask.recipe, made, context, signal);
  }, signal);
  const { inInput, inGenerated, lost, invented, parted, changed } = changes;
  return {
    sentence,
    counts: {
      input: inInput,
      generated: inGenerated,
      lost: lost.length,
      invented: invented.length,
      parted: parted.length,
      changed: changed.length,
    },
    areas,
    unit,
  };
}

/** The task `lensSureness`. */
export async function* lensSureness(
  ask: LensAsk,
  room: LensRoom,
  signal: AbortSignal,
): AsyncGenerator<TaskEvent | null, Tasks['lensSureness']['answer']> {
  const spread = yield* room.onDevice(async function* (context) {
    const made = yield* generated(ask, room, context, signal);
    const source = room.engineSource(ask.source);
    return yield* sureness(source, ask.recipe, made, passSeeds, context, signal);
  }, signal);
  return { overlay: spreadOverlay(spread), mean: spread.mean, full: FULL_SPREAD, passes: passSeeds.length };
}

/** The task `lensBeside`. */
export async function* lensBeside(
  { other, ...ask }: Tasks['lensBeside']['ask'],
  room: LensRoom,
  signal: AbortSignal,
): AsyncGenerator<TaskEvent | null, Tasks['lensBeside']['answer']> {
  const [made, theirs] = yield* room.onDevice(async function* (context) {
    const mine = yield* generated(ask, room, context, signal);
    const colour = { ...ask.recipe.colour, model: other };
    const by = { ...ask, recipe: { ...ask.recipe, colour } };
    return [mine, yield* generated(by, room, context, signal)] as const;
  }, signal);
  return {
    picture: toRgba(made.picture),
    theirs: toRgba(theirs.picture),
    mean: between(made.picture, theirs.picture).mean,
    sentence: edgeReport(theirs, ask.recipe).sentence,
    misfit: theirs.by.misfit ?? null,
  };
}

/** The task `lensCircle`. */
export async function* lensCircle(
  { source, recipe }: LensAsk,
  { engineSource, onDevice }: LensRoom,
  signal: AbortSignal,
): AsyncGenerator<TaskEvent | null, Tasks['lensCircle']['answer']> {
  const found = yield* onDevice((context) => circle(engineSource(source), recipe, context, signal), signal);
  return {
    ...found,
    edges: toRgba(found.edges),
    colours: toRgba(found.colours),
    edgesAgain: toRgba(found.edgesAgain),
    picture: toRgba(found.picture),
    drawn: toRgba(found.drawn),
    coloursAgain: toRgba(found.coloursAgain),
  };
}
