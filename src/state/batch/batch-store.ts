import { createStore } from 'zustand';
import type { BatchPlan } from './plan.ts';
import type { BatchRow } from './rows.ts';

/** What a batch is at: settings are chosen, one of an earlier visit waits for a word, it runs, rests, or has ended. */
export type Phase = 'setup' | 'kept' | 'running' | 'paused' | 'ended';

export interface BatchState {
  readonly phase: Phase;
  /** Null while none was begun. */
  readonly plan: BatchPlan | null;
  readonly rows: readonly BatchRow[];
  /** Seconds that a picture takes in this run; null before any. */
  readonly pace: number | null;
  /** How far the ZIP is, 0..1; null while none is packed. */
  readonly packed: number | null;
  /** Why it rests, or cannot begin. */
  readonly fault: string | null;
}

export const emptyBatch: BatchState = {
  phase: 'setup',
  plan: null,
  rows: [],
  pace: null,
  packed: null,
  fault: null,
};

export const createBatchStore = () => createStore<BatchState>()(() => emptyBatch);
