import { temporal } from 'zundo';
import { createStore } from 'zustand';
import { type DeviceSlice, deviceSlice } from './device.ts';
import { type DreamSlice, dreamSlice } from './dream.ts';
import { type JobsSlice, jobsSlice } from './jobs.ts';
import { type LabelFilesSlice, labelFilesSlice } from './label-files.ts';
import { type LearnerSlice, learnerSlice } from './learner.ts';
import { type LiveSlice, liveSlice } from './live.ts';
import { type OfflineSlice, offlineSlice } from './offline.ts';
import { type RecipeSlice, type RecipeState, recipeSlice } from './recipe.ts';
import { type SharingSlice, sharingSlice } from './sharing.ts';
import { type TrainerSlice, trainerSlice } from './trainer.ts';
import { type TraySlice, traySlice } from './tray.ts';
import { type ViewSlice, viewSlice } from './view.ts';

export type Studio = TraySlice &
  RecipeSlice &
  ViewSlice &
  JobsSlice &
  DeviceSlice &
  DreamSlice &
  OfflineSlice &
  SharingSlice &
  TrainerSlice &
  LearnerSlice &
  LabelFilesSlice &
  LiveSlice;

/** What undo and redo move through. */
export type Undoable = RecipeState & Pick<TraySlice, 'items'>;

/** Whether the same pictures lie in both; what is known of them may differ. */
const sameTray = (a: Undoable['items'], b: Undoable['items']) =>
  a.length === b.length && a.every((item, i) => item.source.id === b[i]?.source.id);

/**
 * The store of one page: settings, selection and status, no pixels. Its `temporal` undoes and redoes the recipe, the
 * strokes and the tray; whatever changes between `beginGesture` and `endGesture` is one step of it.
 */
export function createStudio() {
  let gesture: 'none' | 'open' | 'recorded' = 'none';
  let isUnrecorded = false;
  const store = createStore<Studio>()(
    temporal(
      (...api) => ({
        ...traySlice(...api),
        ...recipeSlice(...api),
        ...viewSlice(...api),
        ...jobsSlice(...api),
        ...deviceSlice(...api),
        ...dreamSlice(...api),
        ...offlineSlice(...api),
        ...sharingSlice(...api),
        ...trainerSlice(...api),
        ...learnerSlice(...api),
        ...labelFilesSlice(...api),
        ...liveSlice(...api),
      }),
      {
        limit: 200,
        partialize: ({ recipe, strokes, guide, labels, items }): Undoable => ({
          recipe,
          strokes,
          guide,
          labels,
          items,
        }),
        equality: (a, b) =>
          a.recipe === b.recipe &&
          a.strokes === b.strokes &&
          a.guide === b.guide &&
          a.labels === b.labels &&
          sameTray(a.items, b.items),
        handleSet: (record) => (past, replace, current, delta) => {
          if (isUnrecorded || gesture === 'recorded') return;
          // zundo types this callback as a plain setState; it hands on all four.
          (record as (...states: unknown[]) => void)(past, replace, current, delta);
          if (gesture === 'open') gesture = 'recorded';
        },
      },
    ),
  );
  return Object.assign(store, {
    beginGesture: () => {
      gesture = 'open';
      store.getState().handMoves(true);
    },
    endGesture: () => {
      gesture = 'none';
      store.getState().handMoves(false);
    },
    /** For what the page does by itself, in answer to a change that is still being made: neither is a step of undo. */
    unrecorded: (act: () => void) => {
      isUnrecorded = true;
      act();
      queueMicrotask(() => {
        isUnrecorded = false;
      });
    },
  });
}

export type StudioStore = ReturnType<typeof createStudio>;
