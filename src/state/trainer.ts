import type { StateCreator } from 'zustand';
import type { Figures, KeptTraining, LossPoint, Score } from '../engine/train/kept-training.ts';
import type { Studio } from './studio.ts';

/** A training as the page shows it. */
export interface TrainingStatus {
  /** `failed`: it cannot go on, though what its last checkpoint holds can be used. */
  readonly state: 'pairs' | 'running' | 'paused' | 'failed' | 'done';
  readonly title: string;
  /** Steps taken, those that a checkpoint holds, and all of the plan. */
  readonly step: number;
  readonly kept: number;
  readonly of: number;
  /** Pairs made, and how many there will be. */
  readonly pairs: { readonly done: number; readonly of: number };
  /** Pairs that it learns from, and that it is measured by; 0 until they are known. */
  readonly learnt: number;
  readonly held: number;
  readonly secondsPerStep: number | null;
  readonly figures: Figures;
}

/** What the page shows of a person's own model beside its manifest. */
export interface OwnShown {
  /** The address of its sample, a blob. */
  readonly sample: string;
  /** Markdown. */
  readonly card: string;
}

export interface TrainerSlice {
  /** The browser was asked to keep what was made, and may clear it all the same. */
  readonly mayForget: boolean;
  readonly isTrainerOpen: boolean;
  /** The training that runs or is kept; null for none. */
  readonly training: TrainingStatus | null;
  /** Why the last one stopped or did not begin. */
  readonly trainingFault: string | null;
  /** Whether the browser keeps trainings and models beyond a reload. */
  readonly keepsFiles: boolean;
  /** A person's own models by id. */
  readonly ownModels: Readonly<Record<string, OwnShown>>;
  openTrainer(isOpen: boolean): void;
  keepingAnswered(isKept: boolean): void;
  storeFound(keepsFiles: boolean, kept: KeptTraining | null): void;
  /** One of that title is to have so many steps, from so many pictures. */
  trainingBegun(title: string, steps: number, pictures: number): void;
  trainingChanged(change: Partial<TrainingStatus>): void;
  stepTrained(step: number, secondsPerStep: number, point: LossPoint | null): void;
  scored(score: Score): void;
  trainingFailed(sentence: string | null): void;
  trainingGone(): void;
  ownModelsFound(own: Readonly<Record<string, OwnShown>>): void;
}

const fresh: Omit<TrainingStatus, 'state' | 'title' | 'of'> = {
  step: 0,
  kept: 0,
  pairs: { done: 0, of: 0 },
  learnt: 0,
  held: 0,
  secondsPerStep: null,
  figures: { points: [], scores: [] },
};

function statusOf({ plan, step, figures }: KeptTraining): TrainingStatus {
  const of = plan.train.steps;
  const state = step === of ? 'done' : 'paused';
  return { ...fresh, state, title: plan.title, step, kept: step, of, figures };
}

export const trainerSlice: StateCreator<Studio, [], [], TrainerSlice> = (set) => {
  const change = (of: (training: TrainingStatus) => Partial<TrainingStatus>) =>
    set(({ training }) => (training ? { training: { ...training, ...of(training) } } : {}));
  return {
    isTrainerOpen: false,
    mayForget: false,
    keepingAnswered: (isKept) => set({ mayForget: !isKept }),
    training: null,
    trainingFault: null,
    keepsFiles: true,
    ownModels: {},
    openTrainer: (isTrainerOpen) => set({ isTrainerOpen }),
    storeFound: (keepsFiles, kept) =>
      set(({ training }) => ({ keepsFiles, training: training ?? (kept && statusOf(kept)) })),
    trainingBegun: (title, steps, pictures) =>
      set({
        training: { ...fresh, state: 'pairs', title, of: steps, pairs: { done: 0, of: pictures } },
        trainingFault: null,
      }),
    trainingChanged: (next) => change(() => next),
    stepTrained: (step, secondsPerStep, point) =>
      change(({ figures }) => ({
        step,
        secondsPerStep,
        ...(point && { figures: { ...figures, points: [...figures.points, point] } }),
      })),
    scored: (score) =>
      change(({ figures }) => {
        const before = figures.scores.filter(({ step }) => step < score.step);
        return { figures: { ...figures, scores: [...before, score] } };
      }),
    trainingFailed: (trainingFault) => set({ trainingFault }),
    trainingGone: () => set({ training: null, trainingFault: null }),
    ownModelsFound: (ownModels) => set({ ownModels }),
  };
};

/** Seconds in words, as "40 s" or "12 min". */
export function spoken(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

/** What a training does now, in a few words. */
export function trainingWords({ state, step, of, pairs, secondsPerStep }: TrainingStatus): string {
  if (state === 'pairs') return `Making pairs, ${pairs.done} of ${pairs.of}`;
  if (state === 'done') return `Trained, ${of} steps`;
  const where = `step ${step} of ${of}`;
  if (state === 'paused') return `Training paused, ${where}`;
  if (state === 'failed') return `Training stopped, ${where}`;
  const left = secondsPerStep === null ? '' : `, ${spoken(secondsPerStep * (of - step))} left`;
  return `Training, ${where}${left}`;
}
