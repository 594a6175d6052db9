import type { StateCreator } from 'zustand';
import type { Picture } from '../engine/picture.ts';
import type { Studio } from './studio.ts';

/** A camera that runs. */
export interface Camera {
  readonly name: string;
  /** Its newest picture, RGBA, upright, the shorter side at most `side` pixels; waits for one that was not given yet. */
  next(side: number, signal: AbortSignal): Promise<Picture>;
  /** Ends it; nothing of it is kept. */
  close(): void;
}

/** How quickly pictures of a camera become pictures on screen. */
export interface Pace {
  readonly perSecond: number;
  /** From the camera's picture to its colours, in ms. */
  readonly latencyMs: number;
}

export interface LiveSlice {
  /** The camera whose pictures the panes show in place of the tray's. */
  readonly live: string | null;
  /** Over the last second; null before that. */
  readonly livePace: Pace | null;
  liveBegun(camera: string): void;
  livePaced(pace: Pace): void;
  liveEnded(): void;
}

export const liveSlice: StateCreator<Studio, [], [], LiveSlice> = (set) => ({
  live: null,
  livePace: null,
  liveBegun: (live) => set({ live, livePace: null }),
  livePaced: (livePace) => set({ livePace }),
  liveEnded: () => set({ live: null, livePace: null }),
});
