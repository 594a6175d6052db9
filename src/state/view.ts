import type { StateCreator } from 'zustand';
import type { CellStroke } from '../engine/recipe.ts';
import type { ShownStage } from '../engine/stages/shown.ts';
import type { DrawnPane } from './recipe.ts';
import type { Studio } from './studio.ts';

/** Pen and eraser of edges and dream; the four that mend cells. */
export type Tool = 'view' | 'pen' | 'eraser' | CellStroke['tool'];

/** The tools that each pane has beside the hand: one of another pane does nothing there. */
export const toolsOn = {
  edges: ['pen', 'eraser'],
  cells: ['cut', 'join', 'erase', 'draw'],
  dream: ['pen', 'eraser'],
} as const satisfies Record<DrawnPane, readonly Tool[]>;
export type Theme = 'system' | 'light' | 'dark';

/** What all panes show of the picture: the panes are linked, so there is one. */
export interface Look {
  /** Times the scale at which the whole picture fits its pane. */
  readonly zoom: number;
  /** The point in the middle of a pane, as shares (0..1) of the picture. */
  readonly x: number;
  readonly y: number;
}

/** One pane large, the large one with a wipe over another, or all panes alike. */
export type Layout = 'large' | 'pair' | 'grid';

export const fitted: Look = { zoom: 1, x: 0.5, y: 0.5 };

export interface ViewSlice {
  readonly look: Look;
  /** Screen pixels for each picture pixel when the picture fits the pane that `1` and the percentage speak of. */
  readonly fitScale: number;
  /** Pixels of the file for each of the picture, across. */
  readonly perPixel: number;
  /** The pixel under the pointer or the crosshair, in pixels of the developed picture. */
  readonly spot: { readonly x: number; readonly y: number } | null;
  readonly tool: Tool;
  /** Diameters in pixels of the developed picture, 1..64. */
  readonly penSize: Readonly<Record<DrawnPane, Readonly<Record<Exclude<Tool, 'view'>, number>>>>;
  /** The stage that is worked on: its pane is the large one, and the inspector shows its settings. */
  readonly chosen: ShownStage;
  readonly layout: Layout;
  /** The layout that a pair gives way to; null while a person has chosen none: then the first stage chosen becomes large. */
  readonly unpaired: Exclude<Layout, 'pair'> | null;
  /** What the chosen stage is compared with in a pair: it stands left of the wipe. */
  readonly partner: ShownStage;
  /** The Input pane shows the whole file with the part that is worked on. */
  readonly isCropping: boolean;
  /** The axis of a stack whose planes are shown one after the other; null while nothing plays. */
  readonly playing: 'z' | 'time' | null;
  /** Where the wipe stands, as a share of the pane's width. */
  readonly wipe: number;
  /** A stroke is being drawn, or a control dragged. */
  readonly isHandMoving: boolean;
  /** Every pane shows the input while this is held. */
  readonly original: boolean;
  /** Panes that are looked at closely show the file's own pixels, whatever the scale of the working picture. */
  readonly truePixels: boolean;
  /** Panes only, for a projector. */
  readonly isPresenting: boolean;
  /** What is open below the panes on a narrow screen. */
  readonly sheet: 'images' | 'settings' | null;
  /** The page of the drawer that is open; null while it is closed. */
  readonly drawer: string | null;
  readonly theme: Theme;
  setLook(look: Look): void;
  setFitScale(scale: number, perPixel: number): void;
  point(spot: ViewSlice['spot']): void;
  takeTool(tool: Tool): void;
  setPenSize(pane: DrawnPane, tool: Exclude<Tool, 'view'>, size: number): void;
  chooseStage(stage: ShownStage): void;
  setLayout(layout: Layout): void;
  /** Makes a pair of the chosen stage and its partner, or parts it again. */
  toggleCompare(): void;
  compareWith(partner: ShownStage): void;
  crop(isCropping: boolean): void;
  play(axis: ViewSlice['playing']): void;
  setWipe(share: number): void;
  handMoves(isHandMoving: boolean): void;
  holdOriginal(held: boolean): void;
  setTruePixels(truePixels: boolean): void;
  present(isPresenting: boolean): void;
  openSheet(sheet: ViewSlice['sheet']): void;
  openDrawer(drawer: string | null): void;
  setTheme(theme: Theme): void;
}

/** Of tools that draw a line, and of those that cover a ground. */
const sizes = (line: number, ground: number) => ({
  pen: line,
  cut: 2,
  join: 3,
  eraser: ground,
  erase: ground,
  draw: ground,
});

/** A picture is not compared with itself: the input with its colours, all else with the input. */
const otherThan = (stage: ShownStage): ShownStage => (stage === 'develop' ? 'colour' : 'develop');

export const viewSlice: StateCreator<Studio, [], [], ViewSlice> = (set) => ({
  look: fitted,
  fitScale: 1,
  perPixel: 1,
  spot: null,
  tool: 'view',
  penSize: { edges: sizes(1, 12), cells: sizes(1, 12), dream: sizes(40, 40) },
  chosen: 'colour',
  layout: 'grid',
  unpaired: null,
  partner: 'develop',
  isCropping: false,
  playing: null,
  wipe: 0.5,
  isHandMoving: false,
  original: false,
  truePixels: false,
  isPresenting: false,
  sheet: null,
  drawer: null,
  theme: 'system',
  setLook: (look) => set({ look }),
  setFitScale: (fitScale, perPixel) => set({ fitScale, perPixel }),
  point: (spot) => set({ spot }),
  takeTool: (tool) => set({ tool }),
  setPenSize: (pane, tool, size) =>
    set(({ penSize }) => ({ penSize: { ...penSize, [pane]: { ...penSize[pane], [tool]: size } } })),
  chooseStage: (chosen) =>
    set(({ partner, layout, unpaired }) => ({
      chosen,
      partner: partner === chosen ? otherThan(chosen) : partner,
      ...(unpaired === null && layout === 'grid' && { layout: 'large' }),
    })),
  setLayout: (layout) => set({ layout, ...(layout !== 'pair' && { unpaired: layout }) }),
  toggleCompare: () =>
    set(({ layout, unpaired }) => ({ layout: layout === 'pair' ? (unpaired ?? 'grid') : 'pair' })),
  compareWith: (partner) => set({ partner }),
  crop: (isCropping) => set({ isCropping, look: fitted }),
  play: (playing) => set({ playing }),
  setWipe: (share) => set({ wipe: Math.min(1, Math.max(0, share)) }),
  handMoves: (isHandMoving) => set({ isHandMoving }),
  holdOriginal: (original) => set({ original }),
  setTruePixels: (truePixels) => set({ truePixels }),
  present: (isPresenting) => set({ isPresenting }),
  openSheet: (sheet) => set({ sheet }),
  openDrawer: (drawer) => set({ drawer }),
  setTheme: (theme) => set({ theme }),
});
