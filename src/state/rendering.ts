import type { Client } from '../bridge/client.ts';
import type { LabelSource, RenderSummary, ShownPicture, Source } from '../bridge/messages.ts';
import type { DreamFigures } from '../engine/dream/figures.ts';
import type { Picture } from '../engine/picture.ts';
import { type Recipe, wantsCells } from '../engine/recipe.ts';
import type { Progress } from '../engine/render-event.ts';
import type { DreamEvent } from '../engine/stages/dream.ts';
import { byStage, type ShownStage, shownStages } from '../engine/stages/shown.ts';
import { calmProgress } from './calm-progress.ts';
import { aboutSeconds, isAtItsEnd, secondsLeft, secondsOf } from './dream.ts';
import { codeOf, sentenceAbout } from './failure.ts';
import { mayBePainted } from './fitting.ts';
import { developOf } from './planes.ts';
import type { Studio, StudioStore } from './studio.ts';
import { selectedItem } from './tray.ts';

/** Where rendered pictures go: outside the store. */
export interface Screen {
  show(shown: ShownPicture): void;
  /** A dream's frame on its way; `index` is null for a first quick look. */
  film(picture: Picture, index: number | null): void;
  /** Forgets the frames: another dream begins. */
  cutFilm(): void;
  /** Takes away one stage's picture, or all. */
  clear(stage?: ShownStage): void;
}

/** What is to be on screen. */
export interface Wish {
  readonly source: Source;
  readonly recipe: Recipe;
  /** With the objective `guide`. */
  readonly guide?: Source;
  /** Cells that are shown in place of those that the network would find. */
  readonly labels?: LabelSource;
}

/**
 * The recipe for the picture in the panes: the settings as they can be had of it, with what was drawn on it. Null while there is no picture, device or shelf, and while a
 * camera has the panes.
 */
export const wishOf = (state: Studio): Wish | null =>
  state.device && state.models && state.live === null ? wantedOf(state) : null;

/** The same, whether or not anything can be asked for yet. */
export function wantedOf(state: Studio): Wish | null {
  const item = selectedItem(state);
  if (!item) return null;
  const { recipe, strokes, guide, labels } = state;
  const beside = labels[item.source.id];
  return {
    source: item.source,
    recipe: {
      ...recipe,
      ...(!mayBePainted(state) && { colour: { ...recipe.colour, model: 'none' } }),
      develop: developOf(recipe.develop, item.facts),
      edges: { ...recipe.edges, strokes: [...(strokes.edges[item.source.id] ?? [])] },
      cells: { ...recipe.cells, strokes: [...(strokes.cells[item.source.id] ?? [])] },
      dream: {
        ...recipe.dream,
        strokes: recipe.dream.mask === 'painted' ? [...(strokes.dream[item.source.id] ?? [])] : [],
      },
    },
    ...(guide && recipe.dream.objective === 'guide' && { guide }),
    ...(beside?.areShown && { labels: beside.file }),
  };
}

/** What a wish follows from: a change of anything else, as of the pointer's place, costs nothing here. */
const causes = [
  'items',
  'selected',
  'recipe',
  'strokes',
  'guide',
  'labels',
  'device',
  'models',
  'live',
  'tries',
  'isHandMoving',
] as const;

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** The first stage that the change touches; null where both ask for the same. */
function firstTouched(before: Wish | null, after: Wish): ShownStage | null {
  if (!before || before.source !== after.source) return 'develop';
  const touched = shownStages.find(
    (stage) =>
      !same(before.recipe[stage], after.recipe[stage]) ||
      (stage === 'cells' && before.labels !== after.labels),
  );
  return touched ?? (before.guide === after.guide ? null : 'dream');
}

const dreamProgress = (figures: DreamFigures, { pace, recipe }: Studio): Progress => {
  const { octave, octaves, step, steps } = figures;
  const left = pace === null ? '' : `, ${aboutSeconds(secondsLeft(pace, recipe.dream, figures))}`;
  return {
    stage: 'dream',
    words: `Dreaming, octave ${octave} of ${octaves}${left}`,
    done: octave - 1 + step / steps,
    of: octaves,
  };
};

/**
 * Whether a change under a moving hand may be answered by a draft: the model that paints is at work, and no dream would begin
 * anew with the colours that follow.
 */
const mayBeDraft = (before: Wish | null, { source, recipe: { colour, dream } }: Wish, { stages }: Studio) =>
  before?.source === source &&
  before.recipe.colour.model === colour.model &&
  colour.model !== 'none' &&
  colour.model !== 'cells' &&
  !dream.enabled &&
  stages.colour.state === 'ready';

/** Whichever comes first. */
const earlier = (a: ShownStage | null, b: ShownStage): ShownStage =>
  a !== null && shownStages.indexOf(a) < shownStages.indexOf(b) ? a : b;

/** A picture in the place of one that follows: its stage has not run. */
const uncounted = (shown: ShownPicture): ShownPicture => ({ ...shown, run: { ...shown.run, cached: true } });

/** The stages that a recipe does without. */
export const leftOut = ({ cells, colour, dream }: Recipe): readonly ShownStage[] => [
  ...(wantsCells({ cells, colour }) ? [] : (['cells'] as const)),
  ...(colour.model === 'none' ? (['colour'] as const) : []),
  ...(dream.enabled ? [] : (['dream'] as const)),
];

/**
 * Keeps the screen at what the store asks for: every change of picture, recipe or strokes becomes the newest `render`,
 * and a result that a newer one overtook is shown only if it is newer than what is on screen. Colours under a moving hand are
 * drafts; the true ones follow when it rests.
 *
 * @returns `cancel` stops what runs, where a dream keeps what stands; `step` takes one step of a dream that was stopped;
 *   `look` shows a picture that came from elsewhere before anything was asked for; `stop` ends the whole.
 */
export function keepRendering(studio: StudioStore, client: Pick<Client, 'latest'>, screen: Screen) {
  let asked: Wish | null = null;
  /** The first stage that drafts have touched since the last true render; null where what is asked for is one. */
  let drafted: ShownStage | null = null;
  /** What pictures came of before there was anybody to ask. */
  let looked: Source | null = null;
  let newest = 0;
  const running = new Set<AbortController>();
  const shownBy = byStage(() => 0);

  /** Shows the pictures of a wish, as far as nothing newer is on screen. */
  const shownOf = (wish: Wish, number: number, begun: ShownStage, { signal }: AbortController) => {
    const isWanted = () => asked?.source === wish.source && !signal.aborted;
    const isNewest = (stage: ShownStage) => {
      const isIt = isWanted() && number >= shownBy[stage];
      if (isIt) shownBy[stage] = number;
      return isIt;
    };
    /** The change does not touch it, and it stands: to draw it again would keep the page from what comes next. */
    const stands = ({ stage, run }: ShownPicture) =>
      run.cached &&
      shownStages.indexOf(stage) < shownStages.indexOf(begun) &&
      studio.getState().stages[stage].state === 'ready';
    /** By a newer wish, which took the stage's picture away. */
    const isLeftOut = (stage: ShownStage) => asked !== null && leftOut(asked.recipe).includes(stage);
    /** @returns whether anything of it was wanted. */
    const picture = (shown: ShownPicture): boolean => {
      if (stands(shown) || isLeftOut(shown.stage)) return false;
      if (isNewest(shown.stage)) {
        screen.show(shown);
        if (shown.stage === 'dream') studio.getState().dreamStands(shown.best ?? null);
      }
      studio.getState().stageShown(shown, isWanted() && number === newest, wish.recipe.colour.model);
      return true;
    };
    return { picture, isNewest };
  };

  /** Colours for a hand that moves. What is said of the stages stays: they would begin and end ten times a second. */
  const draft = (wish: Wish, touched: ShownStage) => {
    const number = ++newest;
    const begun = earlier(drafted, touched); // the drafts before may never have come
    asked = wish;
    drafted = begun;
    const controller = new AbortController();
    running.add(controller);
    const { picture } = shownOf(wish, number, begun, controller);
    const show = (shown: ShownPicture) => void picture(shown.stage === 'colour' ? uncounted(shown) : shown);
    client
      .latest('render', 'render', { ...wish, isDraft: true }, { picture: show, signal: controller.signal })
      .catch(() => {}) // a newer one took its place, or the true colours will fail as it did, and say so
      .finally(() => running.delete(controller));
  };

  const request = (wish: Wish, dreamSteps?: number) => {
    const number = ++newest;
    const before = asked;
    const wasDrafted = drafted;
    const state = studio.getState();
    asked = wish;
    drafted = null;
    if (state.playing) cancel(); // the plane before is on screen: what a network paints of it would only hold the next one up
    const controller = new AbortController();
    running.add(controller);
    const otherPicture = (before?.source ?? looked) !== wish.source;
    looked = null;
    if (otherPicture) {
      screen.clear();
      state.dreamLeft();
    }
    const begun = firstTouched(before, wish) ?? (wasDrafted ? 'colour' : 'develop');
    state.stagesOutdated(begun, otherPicture);
    for (const stage of leftOut(wish.recipe)) {
      screen.clear(stage);
      state.stageEnded(stage, null);
    }
    state.jobStarted();

    const progress = calmProgress((far) => number === newest && studio.getState().jobProgressed(far));
    const { picture, isNewest } = shownOf(wish, number, earlier(wasDrafted, begun), controller);
    const shown = (one: ShownPicture) => {
      progress.over();
      if (!picture(one)) studio.getState().jobProgressed(null);
    };
    const dream = (event: DreamEvent) => {
      if (!isNewest('dream')) return;
      const { ascent, ascentBegun, stepTaken, jobProgressed } = studio.getState();
      if (event.type === 'ascent') {
        if (ascent?.id !== event.id) screen.cutFilm();
        ascentBegun(event.id, event.begun, event.kept);
      } else {
        screen.film(event.picture, event.figures?.index ?? null);
        if (event.figures) {
          progress.over();
          stepTaken(event.figures);
          jobProgressed(dreamProgress(event.figures, studio.getState()));
        }
      }
    };
    const ask = client.latest('render', 'render', dreamSteps ? { ...wish, dreamSteps } : wish, {
      progress: progress.heard,
      picture: shown,
      dream,
      signal: controller.signal,
    });
    ask
      .then((summary) => succeeded(wish, summary, number, dreamSteps))
      .catch((error: unknown) => failed(wish, error, number))
      .finally(() => {
        progress.over();
        running.delete(controller);
        studio.getState().jobEnded();
      });
  };

  /** What still works gets nothing more, and what it shows is out of date. */
  const end = (as: 'empty' | 'error') => {
    const { stages, stagesEnded } = studio.getState();
    for (const stage of shownStages) if (stages[stage].state === 'working') screen.clear(stage);
    stagesEnded(as);
  };

  const succeeded = (wish: Wish, summary: RenderSummary, number: number, dreamSteps?: number) => {
    const state = studio.getState();
    state.rendered(summary.memory);
    if (number !== newest) return;
    end('empty');
    const { ascent } = state;
    if (dreamSteps !== undefined && ascent) state.dreamPaused(!isAtItsEnd(ascent));
    const last = summary.log.at(-1);
    if (last && !last.cached) state.announce(`${wish.source.name}: ready`);
  };

  const failed = (wish: Wish, error: unknown, number: number) => {
    if (number !== newest) return;
    const state = studio.getState();
    const code = codeOf(error);
    const { ascent } = state;
    const isCut = code === 'cancelled' && state.stages.dream.state === 'working' && shownBy.dream === number;
    if (isCut && ascent && ascent.figures.length > 0) {
      // What stands of a dream is worth keeping, and it can go on.
      state.stageEnded('dream', secondsOf(ascent));
      state.dreamPaused(true);
    }
    end(code === 'cancelled' ? 'empty' : 'error');
    if (code === 'cancelled') {
      state.announce('Cancelled');
      return;
    }
    const sentence = sentenceAbout(wish.source.name, error);
    if (code === 'file' && wish.labels && sentence.includes(wish.labels.name)) {
      state.alert(wish.labels.id, sentenceAbout(wish.labels.name, error));
      studio.unrecorded(() => state.takeLabels(wish.source.id));
      return;
    }
    if (code === 'file') state.pictureFailed(wish.source.id, sentence);
    state.alert(wish.source.id, sentence);
  };

  const cancel = () => {
    for (const controller of running) controller.abort();
  };

  /** Nothing is shown, and nothing is waited for. */
  const empty = () => {
    const { dreamLeft, stagesOutdated, stagesEnded } = studio.getState();
    asked = null;
    looked = null;
    screen.clear();
    dreamLeft();
    stagesOutdated('develop', true);
    stagesEnded('empty');
  };

  const look = (source: Source, shown: ShownPicture, model: string) => {
    const state = studio.getState();
    if (selectedItem(state)?.source !== source || shownBy[shown.stage] > 0) return;
    if (state.live !== null || state.isDeviceMissing) return;
    if (asked && (asked.source !== source || asked.recipe.colour.model !== model)) return;
    if (!asked && looked !== source) {
      looked = source;
      state.stagesOutdated('develop', true); // the engine's own are still to come
      const { recipe } = state;
      for (const stage of leftOut({ ...recipe, colour: { ...recipe.colour, model } }))
        state.stageEnded(stage, null);
    }
    screen.show(shown);
    state.stageShown(uncounted(shown), false, model);
  };

  const follow = (after: Studio, before: Studio) => {
    if (causes.every((cause) => after[cause] === before[cause])) return;
    const state = studio.getState(); // whoever heard of the change before may have made another
    const wish = wishOf(state);
    if (!wish) {
      if (asked) {
        cancel();
        newest++;
        empty();
      } else if (looked && selectedItem(state)?.source !== looked) empty();
      return;
    }
    const isAskedAgain = state.tries !== before.tries || state.device?.rebuilt !== before.device?.rebuilt;
    const touched = firstTouched(asked, wish);
    const rests = drafted !== null && !state.isHandMoving;
    if (touched && state.isHandMoving && !isAskedAgain && mayBeDraft(asked, wish, state))
      draft(wish, touched);
    else if (isAskedAgain || rests || touched) request(wish);
  };

  const step = () => {
    const wish = wishOf(studio.getState());
    if (wish) request(wish, 1);
  };

  return {
    cancel,
    step,
    look,
    stop: studio.subscribe(follow),
  };
}
