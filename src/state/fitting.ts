import type { Manifest } from '../engine/models/manifest.ts';
import { isMadeFor, type PictureKind } from '../engine/models/picture-kinds.ts';
import type { Recipe } from '../engine/recipe.ts';
import type { Studio, StudioStore } from './studio.ts';
import { selectedItem } from './tray.ts';

/** The kind of the picture in the panes; undefined while nobody knows. */
export const kindOfSelected = (state: Studio): PictureKind | undefined => selectedItem(state)?.facts?.kind;

/** Whether the picture's kind, or whoever put it into the tray, has said which model may paint it. */
export const mayBePainted = (state: Studio): boolean => {
  const item = selectedItem(state);
  return item !== undefined && (item.facts !== null || item.suits !== null);
};

/**
 * Gives every picture that is taken up the model that was last used for its kind, else the first on the shelf that was made
 * for it, else none: no model starts unasked on what it was not made for. A model that a person chooses stays, misfit or not.
 */
export function keepFitting(studio: StudioStore): () => void {
  /** Pictures that already had the model that suits them. */
  const met = new Set<string>();

  /** The settings as they were when the picture in the panes was taken up: what a person has changed of them since stays when its model comes. */
  let begun: Recipe | null = null;

  let isOurs = false;
  const remember = (kind: PictureKind, model: string) => {
    const { modelFor, rememberModel } = studio.getState();
    if (modelFor[kind] !== model) rememberModel(kind, model);
  };
  const suit = (state: Studio) => {
    const item = selectedItem(state);
    const kind = item?.facts?.kind;
    const { models, recipe } = state;
    if (!item || !models) return;
    const isFirst = !met.has(item.source.id);
    const named = isFirst ? item.suits : null;
    if (!named && !kind) return;
    met.add(item.source.id);
    const wanted = named ?? (kind && state.modelFor[kind]);
    const model =
      wanted === 'none' ? null : (models.find(({ id }) => id === wanted) ?? modelMadeFor(state, kind));
    if (wanted === 'cells') {
      if (recipe.colour.model === 'cells') return;
      isOurs = true;
      studio.unrecorded(state.colourCells);
      isOurs = false;
      return;
    }
    if (kind) remember(kind, model?.id ?? 'none');
    if (recipe.colour.model === (model?.id ?? 'none')) return;
    isOurs = true;
    studio.unrecorded(() => {
      state.chooseModel(model);
      if (!isFirst || !begun) return;
      state.changeDevelop(changed(begun.develop, recipe.develop));
      state.changeEdges(changed(begun.edges, recipe.edges));
    });
    isOurs = false;
  };

  return studio.subscribe((state, before) => {
    const { selected, models, recipe } = state;
    const kind = kindOfSelected(state);
    const isOther = selected !== before.selected || models !== before.models;
    // Whoever chose a model for this picture, its kind does not choose another when it is known.
    if (!isOurs && selected !== null && recipe.colour.model !== before.recipe.colour.model) met.add(selected);
    if (selected !== before.selected) begun = recipe;
    const isNews = kind !== kindOfSelected(before);
    if (isOther || (isNews && !met.has(selected ?? ''))) suit(state);
    else if (kind && (isNews || recipe.colour.model !== before.recipe.colour.model)) {
      remember(kind, recipe.colour.model);
    }
  });
}

/** The settings that are others than before. */
const changed = <T extends object>(before: T, after: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(after).filter(([name, value]) => before[name as keyof T] !== value),
  ) as Partial<T>; // its own names

/** The model in use where it was made for that kind, else the first that was; null where none was, or nobody knows the kind. */
export function modelMadeFor(
  { models, recipe }: Pick<Studio, 'models' | 'recipe'>,
  kind: PictureKind | undefined,
): Manifest | null {
  if (!kind || !models) return null;
  const used = models.find(({ id }) => id === recipe.colour.model);
  if (used && isMadeFor(used, kind)) return used;
  return models.find((model) => model.kinds && isMadeFor(model, kind)) ?? null;
}
