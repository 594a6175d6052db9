import { type Cache, kept as keptOf } from '../cache.ts';
import { ascend, type DreamStep, type DreamTask, type Standing } from '../dream/ascent.ts';
import { bestStep } from '../dream/best-step.ts';
import { type DreamFigures, type EdgeFigures, type EdgeRuler, edgeRuler } from '../dream/figures.ts';
import { firstLook, wantsLook } from '../dream/first-look.ts';
import { dreamMask } from '../dream/mask.ts';
import { fromNet, toNet } from '../dream/net-picture.ts';
import { octaveSizes, type Size } from '../dream/octave-sizes.ts';
import { checkSize } from '../dream/size.ts';
import type { DreamNet } from '../models/dream-net.ts';
import { sha256 } from '../models/sha256.ts';
import { blend } from '../ops/blend.ts';
import type { CannySettings } from '../ops/canny.ts';
import { keepLightness } from '../ops/lab.ts';
import type { Labels, Picture } from '../picture.ts';
import type { DreamRecipe } from '../recipe.ts';

export type DreamEvent =
  /** The dream begins or goes on, also where another job has taken steps of it meanwhile. */
  | {
      readonly type: 'ascent';
      /** Names the ascent: frames of one id belong together, whatever the number of steps. */
      readonly id: string;
      /** Of the picture that went in. */
      readonly begun: EdgeFigures;
      /** What earlier runs measured. */
      readonly kept: readonly DreamFigures[];
    }
  | {
      readonly type: 'frame';
      readonly id: string;
      /** RGB, as the result would be if the dream ended here. */
      readonly picture: Picture;
      /** Null for a first quick look at a small size, which is no part of the ascent. */
      readonly figures: DreamFigures | null;
    };

/** What a dream began from and is measured against. */
export interface DreamGround {
  /** RGB, what is dreamed on. */
  readonly picture: Picture;
  /** 1 channel, the developed input, of the same size. */
  readonly grey: Picture;
  /** As the edges stage used them. */
  readonly edges: CannySettings;
  /** Its single cells, where they were looked for. */
  readonly cells: Labels | null;
  /** RGB, where the objective is `guide`. */
  readonly guide: Picture | null;
}

export interface Dreamed {
  readonly picture: Picture;
  /** The step that it shows, from 1; 0 for what the dream began from. */
  readonly index: number;
  /** Seconds that the shown steps took, now or earlier. */
  readonly seconds: number;
  /** No step was taken now. */
  readonly cached: boolean;
  /** Where structure brought back and structure invented balance, in words; null before the last octave. */
  readonly best: { readonly index: number; readonly sentence: string } | null;
}

/**
 * What is kept of an ascent: frames may be forgotten, the measured figures never. Several jobs may read one, so that none
 * changes it: who takes a step keeps another, longer one.
 */
interface Ascent {
  readonly frames: readonly Frame[];
  readonly standing: Standing | null;
}

interface Frame {
  readonly figures: DreamFigures;
  readonly picture: Picture | null;
}

const nothing: Ascent = { frames: [], standing: null };

/** The most that one ascent's frames may weigh. */
const FRAME_BYTES = 96 * 2 ** 20;

/** The recipe's fields that an ascent follows from: not those that say where it ends and how it is laid over. */
function ascentKey(recipe: DreamRecipe): string {
  const { enabled, source, model, steps, strength, keepColours, stopAtBest, strokes, layers, ...rest } =
    recipe;
  const sorted = Object.entries(layers).sort(([a], [b]) => a.localeCompare(b));
  return JSON.stringify({ ...rest, layers: sorted, strokes: rest.mask === 'painted' ? strokes : [] });
}

const keyOf = (recipe: DreamRecipe, groundKey: string, net: DreamNet) =>
  `dream ${net.sha256} ${ascentKey(recipe)} ${groundKey}`;

const taskOf = (ground: DreamGround, recipe: DreamRecipe, net: DreamNet): Omit<DreamTask, 'from'> => ({
  net,
  picture: toNet(ground.picture),
  guide: ground.guide && toNet(ground.guide),
  mask: dreamMask(ground.grey, recipe, ground.cells),
});

/** The steps of a whole ascent on a picture of this size. */
export const stepsOf = (size: Size, recipe: DreamRecipe): number =>
  (octaveSizes(size, recipe).length - 1) * recipe.octaveSteps + recipe.steps;

/** The dream laid over what it began from, where the mask is open: octaves without detail blur the rest as well. */
function laid(
  dreamed: Picture,
  { picture }: DreamGround,
  { keepColours, strength }: DreamRecipe,
  mask: Float32Array | null,
): Picture {
  return blend(picture, keepColours ? keepLightness(dreamed, picture) : dreamed, strength, mask);
}

/** How many steps make up the run, as far as is known; null while more have to be taken. */
function endOf(figures: readonly DreamFigures[], total: number, stopAtBest: boolean): number | null {
  for (let n = 1; stopAtBest && n <= Math.min(total, figures.length); n++) {
    if (bestStep(figures.slice(0, n))?.isPast) return n;
  }
  return figures.length >= total ? total : null;
}

/** The frames without every second picture, the newest and the best apart, and so on until the rest fits. */
function thinned(frames: readonly Frame[]): readonly Frame[] {
  const best = bestStep(frames.map(({ figures }) => figures))?.index;
  let rest = frames;
  for (let stride = 2; weight(rest) > FRAME_BYTES && stride < 2 * frames.length; stride *= 2) {
    rest = rest.map((frame) => {
      const { index } = frame.figures;
      return index % stride === 0 || index === best || index === frames.length
        ? frame
        : { ...frame, picture: null };
    });
  }
  return rest;
}

const weight = (frames: readonly Frame[]): number =>
  frames.reduce((sum, { picture }) => sum + (picture?.data.byteLength ?? 0), 0);

/** Hexadecimal, 16 letters. */
const shortHash = async (text: string): Promise<string> => (await sha256(text)).slice(0, 16);

/** Seconds, without those in which a job has given way to others. */
function stopwatch(now: () => number) {
  let sum = 0;
  let begin = now();
  return {
    stop() {
      sum += now() - begin;
    },
    goOn() {
      begin = now();
    },
    /** @returns what it has come to, and begins anew. */
    lap(): number {
      const seconds = sum + now() - begin;
      sum = 0;
      begin = now();
      return seconds;
    },
  };
}

/** What a dream is measured by, and what its ground measures: no setting of the dream has a part in it. */
async function measuredGround(
  { picture, grey, edges }: DreamGround,
  groundKey: string,
  context: { readonly cache: Cache; now(): number },
  signal: AbortSignal,
): Promise<{ readonly ruler: EdgeRuler; readonly begun: EdgeFigures }> {
  const bytesOf = () => 2 * grey.data.byteLength; // the edges of both
  const made = await keptOf(context, signal, `ruler ${groundKey}`, bytesOf, () => {
    const ruler = edgeRuler(picture, grey, edges);
    return { ruler, begun: ruler.measure(picture) };
  });
  return made.value;
}

/**
 * A dream as part of a render: a quick first look, then each step's frame with its figures, and the picture of the last
 * step or of the best one. What was dreamed is kept: more steps go on from where the dream stands, fewer show the kept
 * frame, and a dream that was stopped goes on when it is asked for again. A mask that is closed everywhere takes no step.
 *
 * Yields null after each block of the network, in each of its windows. Another job may then dream the same: this one goes
 * on from where that has come to, and ends where it would have ended alone.
 *
 * @param groundKey names the ground in the cache.
 * @param limit the most steps to take now; the result is then what stands.
 * @throws as `ascend`; the signal's reason when aborted.
 */
export async function* dream(
  ground: DreamGround,
  groundKey: string,
  recipe: DreamRecipe,
  net: DreamNet,
  { cache, now }: { readonly cache: Cache; now(): number },
  signal: AbortSignal,
  limit: number,
): AsyncGenerator<DreamEvent | null, Dreamed> {
  checkSize(ground.picture, recipe);
  const key = keyOf(recipe, groundKey, net);
  const id = await shortHash(key);
  const total = stepsOf(ground.picture, recipe);
  const { ruler, begun } = await measuredGround(ground, groundKey, { cache, now }, signal);
  const task = taskOf(ground, recipe, net);
  const figuresIn = ({ frames }: Ascent) => frames.map((frame) => frame.figures);

  /** Where a run of at most `goal` steps ends, and whether its picture was not forgotten. */
  const shownOf = (ascent: Ascent, goal: number): { index: number; isThere: boolean } => {
    const figures = figuresIn(ascent);
    const end = endOf(figures, goal, recipe.stopAtBest) ?? figures.length;
    const index = (recipe.stopAtBest && bestStep(figures.slice(0, end))?.index) || end;
    return { index, isThere: index === 0 || Boolean(ascent.frames[index - 1]?.picture) };
  };
  const kept = () => (cache.get(key) as Ascent | undefined) ?? nothing; // as put below

  let ascent = kept();
  if (!shownOf(ascent, total).isThere) ascent = nothing;
  const goal = Math.min(total, ascent.frames.length + limit);
  yield { type: 'ascent', id, begun, kept: figuresIn(ascent).slice(0, total) };

  const isAtItsEnd = () => endOf(figuresIn(ascent), goal, recipe.stopAtBest) !== null;
  const isBehind = () => {
    const other = kept();
    return other.frames.length > ascent.frames.length && shownOf(other, goal).isThere;
  };
  const watch = stopwatch(now);
  let taken = 0;

  /** Steps from where the ascent stands, until it is at its end or another job is further. */
  async function* climbed(): AsyncGenerator<DreamEvent | null, void> {
    watch.lap();
    for await (const step of ascend(recipe, { ...task, from: ascent.standing })) {
      signal.throwIfAborted();
      if (isBehind()) return;
      let event: DreamEvent | null = null;
      if (step) {
        const picture = fromNet(step.shown);
        const figures = figuresOf(step, ascent.frames.length + 1, ruler.measure(picture), watch.lap());
        const { octave, dreamed } = step;
        const frames = thinned([...ascent.frames, { figures, picture }]);
        ascent = { frames, standing: { octave, step: step.step, dreamed } };
        cache.put(key, ascent, weight(frames) + dreamed.values.byteLength);
        taken++;
        event = { type: 'frame', id, picture: laid(picture, ground, recipe, task.mask), figures };
      }
      watch.stop();
      yield event;
      watch.goOn();
      if (isBehind() || isAtItsEnd()) return;
    }
  }

  const isClosed = task.mask?.every((share) => share === 0) ?? false;
  if (!isAtItsEnd() && !isClosed && ascent.frames.length === 0 && wantsLook(task.picture, recipe)) {
    const look = yield* firstLook(recipe, task, signal);
    if (look)
      yield { type: 'frame', id, picture: laid(fromNet(look), ground, recipe, task.mask), figures: null };
  }
  while (!isAtItsEnd() && !isClosed) {
    if (isBehind()) {
      ascent = kept();
      yield { type: 'ascent', id, begun, kept: figuresIn(ascent).slice(0, total) };
    } else yield* climbed();
  }

  const { index } = shownOf(ascent, goal);
  const figures = figuresIn(ascent);
  const best = bestStep(figures.slice(0, total));
  const chosen = ascent.frames[index - 1]?.picture; // not forgotten: the newest and the best stay
  return {
    picture: chosen ? laid(chosen, ground, recipe, task.mask) : ground.picture,
    index,
    seconds: figures.slice(0, index).reduce((sum, one) => sum + one.seconds, 0),
    cached: taken === 0,
    best: best && { index: best.index, sentence: best.sentence },
  };
}

/**
 * The pictures after some steps of an ascent, as the result would be if the dream ended there. Those that were forgotten are
 * dreamed again; it then also yields null, so that the caller may stop.
 *
 * @param wanted the steps' indices, from 1, rising, none above `stepsOf`.
 * @throws as `ascend`.
 */
export async function* ascentFrames(
  ground: DreamGround,
  groundKey: string,
  recipe: DreamRecipe,
  net: DreamNet,
  cache: Cache,
  wanted: readonly number[],
): AsyncGenerator<Picture | null, void> {
  const task = taskOf(ground, recipe, net);
  const ascent = cache.get(keyOf(recipe, groundKey, net)) as Ascent | undefined; // as `dream` put it
  const kept = wanted.map((index) => ascent?.frames[index - 1]?.picture ?? null);
  const again = ascend(recipe, { ...task, from: null });
  let taken = 0;
  try {
    for (const [i, index] of wanted.entries()) {
      let frame = kept[i] ?? null;
      while (frame === null) {
        const { value: step, done } = await again.next();
        if (done) throw new Error(`the ascent has no step ${index}`);
        if (step && ++taken === index) frame = fromNet(step.shown);
        else yield null;
      }
      yield laid(frame, ground, recipe, task.mask);
    }
  } finally {
    await again.return();
  }
}

function figuresOf(step: DreamStep, index: number, edges: EdgeFigures, seconds: number): DreamFigures {
  return {
    index,
    octave: step.octave + 1,
    octaves: step.octaves,
    step: step.step,
    steps: step.steps,
    activations: Object.fromEntries(step.activations),
    edges,
    seconds,
  };
}
