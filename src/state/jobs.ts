import type { StateCreator } from 'zustand';
import type { Memory, ShownCells, ShownPicture } from '../bridge/messages.ts';
import type { Legend } from '../engine/cells/legend.ts';
import type { Progress } from '../engine/render-event.ts';
import { byStage, type ShownStage, shownStages } from '../engine/stages/shown.ts';
import type { Studio } from './studio.ts';

export interface StageStatus {
  readonly state: 'empty' | 'working' | 'ready' | 'error';
  /** How long the engine took for what is shown, now or when it was put into its cache. */
  readonly seconds: number | null;
  /** How often the engine really ran this stage since the page opened. */
  readonly runs: number;
}

/** Something that went wrong, until it is dismissed. */
export interface Alert {
  readonly id: string;
  /** Begins with the file's name where it is about a file. */
  readonly sentence: string;
  /** Offers to reload the page. */
  readonly reloads?: boolean;
}

export interface JobsSlice {
  readonly stages: Readonly<Record<ShownStage, StageStatus>>;
  /** Jobs a person waits for and may cancel: a render, exports. */
  readonly running: number;
  readonly progress: Progress | null;
  /** The thresholds that the edges on screen were made with. */
  readonly thresholds: { readonly low: number; readonly high: number } | null;
  /** Width of a pixel of the input on screen, in micrometres; null where its file does not say. */
  readonly pixelUm: number | null;
  /** The upright file's size and the part of it on screen, in its own pixels; null before any picture. */
  readonly place: ShownPicture['place'] | null;
  /** How the values of each stain of the picture on screen are spread; none where there are no stains. */
  readonly levels: NonNullable<ShownPicture['levels']>;
  /** How the picture's grey values are spread, and which became black and white. */
  readonly contrast: ShownPicture['contrast'] | null;
  /** The single cells of the picture on screen; null where none are looked for. */
  readonly cells: ShownCells | null;
  /** What the colours of single cells say; null where they say nothing. */
  readonly legend: Legend | null;
  /** The labels of the cells that a person chose. */
  readonly chosenCells: ReadonlySet<number>;
  /** The id of the model that painted the colours on screen; null before any. */
  readonly paintedBy: string | null;
  readonly memory: Memory | null;
  readonly alerts: readonly Alert[];
  /** The newest thing worth saying aloud. */
  readonly announcement: string;
  /** Rises when the person asks again for what was cancelled. */
  readonly tries: number;

  jobStarted(): void;
  jobEnded(): void;
  /** @param progress null where what it was about is done. */
  jobProgressed(progress: Progress | null): void;
  /** Everything from `first` on is out of date; with `cleared`, what is on screen belongs to another picture. */
  stagesOutdated(first: ShownStage, cleared: boolean): void;
  /** A picture came; `newest` says whether it is what was asked for last. */
  stageShown(shown: ShownPicture, newest: boolean, model: string): void;
  /** A stage that was waited for shows nothing (null), or keeps what stands, after so many seconds. */
  stageEnded(stage: ShownStage, seconds: number | null): void;
  /** What still works ends as `state`. */
  stagesEnded(state: 'empty' | 'error'): void;
  chooseCells(labels: Iterable<number>): void;
  rendered(memory: Memory): void;
  tryAgain(): void;
  alert(id: string, sentence: string, more?: Pick<Alert, 'reloads'>): void;
  /** Takes one alert away, or all. */
  dismiss(id?: string): void;
  announce(sentence: string): void;
}

const noCells: ReadonlySet<number> = new Set();

const noLevels: JobsSlice['levels'] = [];

const untouched: StageStatus = { state: 'empty', seconds: null, runs: 0 };

export const jobsSlice: StateCreator<Studio, [], [], JobsSlice> = (set) => ({
  stages: byStage(() => untouched),
  running: 0,
  progress: null,
  thresholds: null,
  pixelUm: null,
  place: null,
  levels: noLevels,
  contrast: null,
  cells: null,
  legend: null,
  chosenCells: noCells,
  paintedBy: null,
  memory: null,
  alerts: [],
  announcement: '',
  tries: 0,

  jobStarted: () => set(({ running }) => ({ running: running + 1 })),
  jobEnded: () =>
    set(({ running, progress }) => ({ running: running - 1, progress: running === 1 ? null : progress })),
  jobProgressed: (progress) => set({ progress }),
  stagesOutdated: (first, cleared) =>
    set(({ stages }) => ({
      ...(cleared && { levels: noLevels, contrast: null, cells: null, legend: null, chosenCells: noCells }),
      stages: byStage((stage) =>
        shownStages.indexOf(stage) < shownStages.indexOf(first)
          ? stages[stage]
          : { ...stages[stage], state: 'working', seconds: cleared ? null : stages[stage].seconds },
      ),
    })),
  stageShown: ({ stage, run, thresholds, pixelUm, place, levels, contrast, cells, legend }, newest, model) =>
    set((state) => {
      const before = state.stages[stage];
      const status: StageStatus = {
        state: newest ? 'ready' : before.state,
        seconds: run.seconds,
        runs: before.runs + (run.cached ? 0 : 1),
      };
      return {
        stages: { ...state.stages, [stage]: status },
        thresholds: thresholds ?? state.thresholds,
        pixelUm: stage === 'develop' ? (pixelUm ?? null) : state.pixelUm,
        place: place ?? state.place,
        levels: levels ?? state.levels,
        contrast: contrast ?? state.contrast,
        ...(cells && { cells, chosenCells: noCells }),
        legend: stage === 'colour' ? (legend ?? null) : state.legend,
        paintedBy: stage === 'colour' ? model : state.paintedBy,
        progress: null, // it was about the stage that is now done
      };
    }),
  stageEnded: (stage, seconds) =>
    set(({ stages }) => {
      const ended: StageStatus = { ...stages[stage], state: seconds === null ? 'empty' : 'ready', seconds };
      const isWithout = stage === 'cells' && seconds === null;
      return {
        stages: { ...stages, [stage]: ended },
        ...(isWithout && { cells: null, chosenCells: noCells }),
      };
    }),
  stagesEnded: (state) =>
    set(({ stages }) => ({
      stages: byStage((stage) =>
        stages[stage].state === 'working' ? { ...stages[stage], state, seconds: null } : stages[stage],
      ),
    })),
  chooseCells: (labels) => set({ chosenCells: new Set(labels) }),
  rendered: (memory) => set({ memory }),
  tryAgain: () => set(({ tries }) => ({ tries: tries + 1 })),
  alert: (id, sentence, more) =>
    set(({ alerts }) => ({ alerts: [...alerts.filter((one) => one.id !== id), { id, sentence, ...more }] })),
  dismiss: (id) =>
    set(({ alerts }) => ({ alerts: id === undefined ? [] : alerts.filter((one) => one.id !== id) })),
  announce: (announcement) => set({ announcement }),
});
