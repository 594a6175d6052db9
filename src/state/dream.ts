import type { StateCreator } from 'zustand';
import type { Tasks } from '../bridge/messages.ts';
import type { DreamFigures, EdgeFigures } from '../engine/dream/figures.ts';
import { dreamPresets } from '../engine/dream/presets.ts';
import { type DreamLayer, type DreamRecipe, defaultDream, dreamLayers } from '../engine/recipe.ts';
import type { Studio } from './studio.ts';

/** So many of the last steps say how fast it goes. */
const RECENT = 5;

export type DreamModel = Tasks['dreams']['answer'][number];

/** An ascent as far as it went: what it began from, and what each step measured. */
export interface Ascent {
  readonly id: string;
  readonly begun: EdgeFigures;
  readonly figures: readonly DreamFigures[];
}

export interface DreamSlice {
  /** The models that can be dreamed with; null until they are known. */
  readonly dreamModels: readonly DreamModel[] | null;
  /** The ascent on screen; null before any. */
  readonly ascent: Ascent | null;
  /** The step of the ascent, from 1, that is looked back at; null for where the dream stands. */
  readonly frame: number | null;
  /** It was stopped before its end and what stands is shown. */
  readonly isPaused: boolean;
  /** Seconds that a step of the last octave took in the newest ascent; null before any. */
  readonly pace: number | null;
  /** Where structure brought back and structure invented balance. */
  readonly best: { readonly index: number; readonly sentence: string } | null;
  dreamModelsFound(models: readonly DreamModel[]): void;
  /** The ascent belongs to another picture than the one that comes. */
  dreamLeft(): void;
  /** An ascent begins or goes on; `kept` was measured earlier. */
  ascentBegun(id: string, begun: EdgeFigures, kept: readonly DreamFigures[]): void;
  stepTaken(figures: DreamFigures): void;
  dreamStands(best: DreamSlice['best']): void;
  dreamPaused(isPaused: boolean): void;
  lookAtFrame(index: number | null): void;
}

export const dreamSlice: StateCreator<Studio, [], [], DreamSlice> = (set) => ({
  dreamModels: null,
  ascent: null,
  frame: null,
  isPaused: false,
  pace: null,
  best: null,
  dreamModelsFound: (dreamModels) => set({ dreamModels }),
  dreamLeft: () => set({ ascent: null, frame: null, isPaused: false, best: null }),
  ascentBegun: (id, begun, figures) =>
    set({ ascent: { id, begun, figures }, frame: null, isPaused: false, best: null }),
  stepTaken: (figures) =>
    set(({ ascent: before, recipe }) => {
      if (!before) return {};
      const ascent = { ...before, figures: [...before.figures, figures] };
      return { ascent, pace: paceOf(ascent, recipe.dream) };
    }),
  dreamStands: (best) => set({ best }),
  dreamPaused: (isPaused) => set({ isPaused }),
  lookAtFrame: (frame) => set({ frame }),
});

/** The last step of the last octave was taken. */
export const isAtItsEnd = ({ figures }: Ascent): boolean => {
  const last = figures.at(-1);
  return last !== undefined && last.octave === last.octaves && last.step === last.steps;
};

/** Seconds that its steps took. */
export const secondsOf = ({ figures }: Pick<Ascent, 'figures'>): number =>
  figures.reduce((sum, { seconds }) => sum + seconds, 0);

/** Seconds that a step at the picture's own size takes: the last ones are at that size. */
export function secondsAStep({ figures }: Ascent): number {
  const last = figures.slice(-RECENT);
  return last.reduce((sum, { seconds }) => sum + seconds, 0) / Math.max(1, last.length);
}

/** Pixels of an octave, as a share of the last one's. */
const areaOf = (octave: number, octaves: number, { octaveScale }: DreamRecipe) =>
  octaveScale ** (2 * (octave - octaves));

/** Seconds that a step of the last octave takes, by what those before took; null before any. */
export function paceOf({ figures }: Ascent, dream: DreamRecipe): number | null {
  const area = figures.reduce((sum, { octave, octaves }) => sum + areaOf(octave, octaves, dream), 0);
  return area > 0 ? secondsOf({ figures }) / area : null;
}

/**
 * Seconds that a dream still takes.
 *
 * @param pace seconds of a step of the last octave.
 * @param last the last step that was taken; undefined where the whole ascent lies ahead.
 */
export function secondsLeft(pace: number, dream: DreamRecipe, last: DreamFigures | undefined): number {
  const octaves = last?.octaves ?? dream.octaves;
  let areas = 0;
  for (let octave = last?.octave ?? 1; octave <= octaves; octave++) {
    const steps = octave === octaves ? dream.steps : dream.octaveSteps;
    const taken = octave === last?.octave ? last.step : 0;
    areas += areaOf(octave, octaves, dream) * Math.max(0, steps - taken);
  }
  return pace * areas;
}

/** As "about 25 s". */
export const aboutSeconds = (seconds: number) =>
  `about ${seconds < 9.5 ? Math.max(1, Math.round(seconds)) : 5 * Math.round(seconds / 5)} s`;

/** The layers that a network's weights reach, in the network's order. */
export const layersOf = (model: DreamModel): readonly DreamLayer[] =>
  dreamLayers.slice(0, dreamLayers.indexOf(model.architecture.deepest) + 1);

/** The channels by number that are climbed in a layer in place of all. */
export const climbedChannels = ({ channels }: DreamRecipe, layer: DreamLayer): readonly number[] =>
  channels?.layer === layer && 'list' in channels ? channels.list : [];

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** The preset whose ascent a recipe has; undefined for one of a person's own. */
export const presetOf = (dream: DreamRecipe) =>
  dreamPresets.find(({ dream: preset }) => same({ ...dream, ...preset }, dream));

/** Where a reset of the dream's sliders goes back to. */
export const initialDream = (dream: DreamRecipe): DreamRecipe => ({
  ...defaultDream,
  ...presetOf(dream)?.dream,
});
