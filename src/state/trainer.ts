import type { StateCreator } from 'zustand';
import type { Figures, LossPoint, Score } from '../engine/train/kept-training.ts';
import type { Studio } from './studio.ts';

/** A training as the page shows it. */
export interface TrainingStatus {
  readonly state: 'pairs' | 'running' | 'paused' | 'done' | 'failed';
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
  /** Why it stopped; null unless `state` is `failed`. */
  readonly sentence: string | null;
  /** Whether going on may help where it failed. */
  readonly canGoOn: boolean;
}

/** What the shelf shows of a person's own model: addresses of blobs. */
export interface OwnShown {
  readonly sample: string;
  readonly card: string;
}

export interface TrainerSlice {
  readonly isTrainerOpen: boolean;
  /** The training that runs or is kept; null for none. */
  readonly training: TrainingStatus | null;
  /** A person's own models by id. */
  readonly ownModels: Readonly<Record<string, OwnShown>>;
  openTrainer(isOpen: boolean): void;
  trainingBegun(training: TrainingStatus): void;
  trainingChanged(change: Partial<TrainingStatus>): void;
  stepTrained(step: number, secondsPerStep: number, point: LossPoint | null): void;
  scored(score: Score): void;
  trainingGone(): void;
  ownModelsFound(own: Readonly<Record<string, OwnShown>>): void;
}

export const trainerSlice: StateCreator<Studio, [], [], TrainerSlice> = (set) => {
  const change = (of: (training: TrainingStatus) => Partial<TrainingStatus>) =>
    set(({ training }) => (training ? { training: { ...training, ...of(training) } } : {}));
  return {
    isTrainerOpen: false,
    training: null,
    ownModels: {},
    openTrainer: (isTrainerOpen) => set({ isTrainerOpen }),
    trainingBegun: (training) => set({ training }),
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
    trainingGone: () => set({ training: null }),
    ownModelsFound: (ownModels) => set({ ownModels }),
  };
};

/** Seconds in words, as "40 s" or "12 min". */
export function spoken(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
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

/** How good a model is on pictures that it never saw, against one mean colour. */
export function scoreWords({ l1, l1OfMeanColour }: Score, held: number): string {
  const on = held === 1 ? 'On the one picture that it never saw' : `On ${held} pictures that it never saw`;
  const off = `${on}, its colours are off by ${(100 * l1).toFixed(1)} % on average; one mean colour for all would be off by ${(100 * l1OfMeanColour).toFixed(1)} %.`;
  const better = 1 - l1 / l1OfMeanColour;
  if (better < 0.02) return `${off} It knows no more yet than the mean colour.`;
  return `${off} That is ${Math.round(100 * better)} % closer.`;
}
