import type { Source } from '../../bridge/messages.ts';
import { checkRecipe, type Recipe } from '../../engine/recipe.ts';
import type { ShownStage } from '../../engine/stages/shown.ts';
import { noStrokes, type RecipeState } from '../recipe.ts';
import type { Studio, StudioStore, Undoable } from '../studio.ts';
import type { TrayItem } from '../tray.ts';
import type { Layout } from '../view.ts';

/** A step of undo, with ids in place of pictures: their bytes are kept once. */
export interface KeptStep {
  readonly recipe: Recipe;
  readonly strokes: RecipeState['strokes'];
  readonly guide: string | null;
  /** By the picture's id: the file beside it. Missing in what an older version kept. */
  readonly labels?: Readonly<Record<string, { readonly file: string; readonly areShown: boolean }>>;
  readonly items: readonly string[];
}

/** A picture as it is kept: where its bytes come from, and what was said of it when it came. */
export interface KeptPicture {
  readonly source: Source;
  readonly origin: string | null;
  readonly suits: string | null;
}

/** All that a reload brings back, apart from the pictures. */
export interface Snapshot {
  readonly version: 1;
  readonly now: KeptStep;
  readonly past: readonly KeptStep[];
  readonly future: readonly KeptStep[];
  readonly selected: string | null;
  readonly modelFor: Studio['modelFor'];
  readonly view: {
    readonly chosen: ShownStage;
    readonly layout: Layout;
    readonly partner: ShownStage;
    readonly unpaired: Studio['unpaired'];
    /** Missing in what an older version kept. */
    readonly truePixels?: boolean;
  };
}

/** Each entry as another; those that become null are left out. */
const mapped = <From, To>(entries: Readonly<Record<string, From>>, change: (one: From) => To | null) =>
  Object.fromEntries(
    Object.entries(entries).flatMap(([key, one]) => {
      const changed = change(one);
      return changed === null ? [] : [[key, changed] as const];
    }),
  );

const stepOf = ({ recipe, strokes, guide, labels, items }: Undoable): KeptStep => ({
  recipe,
  strokes,
  guide: guide?.id ?? null,
  labels: mapped(labels, ({ file, areShown }) => ({ file: file.id, areShown })),
  items: items.map((item) => item.source.id),
});

/** @returns the snapshot, and every picture that it or a step of undo speaks of, by its id. */
export function snapshotOf(studio: StudioStore): { snapshot: Snapshot; pictures: Map<string, KeptPicture> } {
  const state = studio.getState();
  const { pastStates, futureStates } = studio.temporal.getState();
  // zundo holds what `partialize` gave it, all of it.
  const [past, future] = [pastStates as Undoable[], futureStates as Undoable[]];
  const pictures = new Map<string, KeptPicture>();
  for (const step of [...past, ...future, state]) {
    for (const { source, origin, suits } of step.items) pictures.set(source.id, { source, origin, suits });
    for (const source of [step.guide, ...Object.values(step.labels).map(({ file }) => file)]) {
      if (source && !pictures.has(source.id)) pictures.set(source.id, { source, origin: null, suits: null });
    }
  }
  const { chosen, layout, partner, unpaired, truePixels } = state;
  const snapshot: Snapshot = {
    version: 1,
    now: stepOf(state),
    past: past.map(stepOf),
    future: future.map(stepOf),
    selected: state.selected,
    modelFor: state.modelFor,
    view: { chosen, layout, partner, unpaired, truePixels },
  };
  return { snapshot, pictures };
}

/** Puts a snapshot back; pictures that were not kept are left out, wherever they stood. */
export function putBack(
  studio: StudioStore,
  { now, past, future, selected, modelFor, view }: Snapshot,
  pictures: ReadonlyMap<string, KeptPicture>,
): void {
  const items = new Map<string, TrayItem>();
  for (const [id, { source, origin, suits }] of pictures) {
    // What was on screen is painted again by what painted it, whatever suits it.
    const model = id === selected ? now.recipe.colour.model : suits;
    items.set(id, { source, state: 'waiting', sentence: null, facts: null, origin, suits: model });
  }
  const undoable = (step: KeptStep): Undoable => ({
    recipe: checkRecipe(step.recipe), // an older version may have kept it
    strokes: { ...noStrokes, ...step.strokes },
    guide: (step.guide !== null && pictures.get(step.guide)?.source) || null,
    labels: mapped(step.labels ?? {}, ({ file, areShown }) => {
      const source = pictures.get(file)?.source;
      return source?.kind === 'file' ? { file: source, areShown } : null;
    }),
    items: step.items.flatMap((id) => items.get(id) ?? []),
  });
  const state = undoable(now);
  const isThere = state.items.some((item) => item.source.id === selected);
  studio.unrecorded(() =>
    studio.setState({
      ...state,
      ...view,
      modelFor,
      selected: isThere ? selected : (state.items[0]?.source.id ?? null),
    } satisfies Partial<Studio>),
  );
  studio.temporal.setState({ pastStates: past.map(undoable), futureStates: future.map(undoable) });
}
