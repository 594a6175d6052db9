import type { StateCreator } from 'zustand';
import type { Pane } from '../engine/stages/shown.ts';
import type { DrawnPane } from './recipe.ts';
import type { Studio } from './studio.ts';

export type Tool = 'view' | 'pen' | 'eraser';
export type Theme = 'system' | 'light' | 'dark';

/** What all panes show of the picture: the panes are linked, so there is one. */
export interface Look {
  /** Times the scale at which the whole picture fits its pane. */
  readonly zoom: number;
  /** The point in the middle of a pane, as shares (0..1) of the picture. */
  readonly x: number;
  readonly y: number;
}

export const fitted: Look = { zoom: 1, x: 0.5, y: 0.5 };

export interface ViewSlice {
  readonly look: Look;
  /** Screen pixels for each picture pixel when the picture fits the pane that `1` and the percentage speak of. */
  readonly fitScale: number;
  /** The pixel under the pointer or the crosshair, in pixels of the developed picture. */
  readonly spot: { readonly x: number; readonly y: number } | null;
  readonly tool: Tool;
  /** Diameters in pixels of the developed picture, 1..64. */
  readonly penSize: Readonly<Record<DrawnPane, Readonly<Record<'pen' | 'eraser', number>>>>;
  /** The pane that takes most of the room; null for three alike. */
  readonly enlarged: Pane | null;
  readonly compare: boolean;
  /** Where the wipe stands, as a share of the pane's width: input left of it, colour right. */
  readonly wipe: number;
  /** Every pane shows the input while this is held. */
  readonly original: boolean;
  /** What is open below the panes on a narrow screen. */
  readonly sheet: 'images' | 'recipe' | null;
  /** Titles of the recipe's cards that are folded. */
  readonly folded: readonly string[];
  readonly theme: Theme;
  setLook(look: Look): void;
  setFitScale(scale: number): void;
  point(spot: ViewSlice['spot']): void;
  takeTool(tool: Tool): void;
  setPenSize(pane: DrawnPane, tool: 'pen' | 'eraser', size: number): void;
  enlarge(pane: Pane | null): void;
  toggleCompare(): void;
  setWipe(share: number): void;
  holdOriginal(held: boolean): void;
  openSheet(sheet: ViewSlice['sheet']): void;
  /** Folds a card, or unfolds it. */
  fold(title: string): void;
  setTheme(theme: Theme): void;
}

export const viewSlice: StateCreator<Studio, [], [], ViewSlice> = (set) => ({
  look: fitted,
  fitScale: 1,
  spot: null,
  tool: 'view',
  penSize: { edges: { pen: 1, eraser: 12 }, dream: { pen: 40, eraser: 40 } },
  enlarged: null,
  compare: false,
  wipe: 0.5,
  original: false,
  sheet: null,
  folded: [],
  theme: 'system',
  setLook: (look) => set({ look }),
  setFitScale: (fitScale) => set({ fitScale }),
  point: (spot) => set({ spot }),
  takeTool: (tool) => set({ tool }),
  setPenSize: (pane, tool, size) =>
    set(({ penSize }) => ({ penSize: { ...penSize, [pane]: { ...penSize[pane], [tool]: size } } })),
  enlarge: (enlarged) => set({ enlarged }),
  toggleCompare: () => set(({ compare }) => ({ compare: !compare })),
  setWipe: (share) => set({ wipe: Math.min(1, Math.max(0, share)) }),
  holdOriginal: (original) => set({ original }),
  openSheet: (sheet) => set({ sheet }),
  fold: (title) =>
    set(({ folded }) => ({
      folded: folded.includes(title) ? folded.filter((one) => one !== title) : [...folded, title],
    })),
  setTheme: (theme) => set({ theme }),
});
