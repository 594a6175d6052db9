import type { StateCreator } from 'zustand';
import type { FileFacts, Source } from '../bridge/messages.ts';
import type { PictureKind } from '../engine/models/picture-kinds.ts';
import { defaultRecipe } from '../engine/recipe.ts';
import { noStrokes } from './recipe.ts';
import type { Studio } from './studio.ts';

/** A picture in the tray. Its pixels are elsewhere: the source only says where the bytes come from. */
export interface TrayItem {
  readonly source: Source;
  readonly state: 'waiting' | 'ready' | 'error';
  /** Why it could not be read; null unless `state` is `error`. */
  readonly sentence: string | null;
  /** Known once its thumbnail was made. */
  readonly facts: FileFacts | null;
  /** Where it comes from and under which licence, for samples. */
  readonly origin: string | null;
  /** The id of the model that is known to suit it; null where its kind decides. */
  readonly suits: string | null;
}

export interface TraySlice {
  readonly items: readonly TrayItem[];
  /** The id of the picture in the panes; null while the tray is empty. */
  readonly selected: string | null;
  /** The model that was last used for a kind of picture, `none` for none. */
  readonly modelFor: Readonly<Partial<Record<PictureKind, string>>>;
  /** Puts pictures into the tray and selects the first of them; one whose id is there is only selected. */
  addPictures(pictures: readonly { source: Source; origin?: string; suits?: string }[]): void;
  removePicture(id: string): void;
  /** Removes all that cannot be read, with what was said of them. */
  removeUnreadable(): void;
  /** Empties the tray and gives every setting its starting value, as one step of undo. */
  startFresh(): void;
  selectPicture(id: string): void;
  rememberModel(kind: PictureKind, model: string): void;
  /** Selects the picture `by` places further, around the end. */
  stepPicture(by: 1 | -1): void;
  pictureRead(id: string, facts: FileFacts): void;
  pictureFailed(id: string, sentence: string): void;
}

export const selectedItem = ({ items, selected }: Pick<TraySlice, 'items' | 'selected'>) =>
  items.find((item) => item.source.id === selected);

/** The tray without some of its pictures and what was said of them; the next of those that stay is selected. */
function without(
  { items, selected, alerts }: Pick<Studio, 'items' | 'selected' | 'alerts'>,
  goes: (item: TrayItem) => boolean,
) {
  const left = items.filter((item) => !goes(item));
  const stays = new Set(left.map((item) => item.source.id));
  const gone = new Set(items.filter(goes).map((item) => item.source.id));
  const at = items.findIndex((item) => item.source.id === selected);
  const next = items.slice(Math.max(0, at)).find((item) => stays.has(item.source.id)) ?? left.at(-1);
  return {
    items: left,
    selected: selected !== null && stays.has(selected) ? selected : (next?.source.id ?? null),
    alerts: alerts.filter((alert) => !gone.has(alert.id)),
  };
}

export const traySlice: StateCreator<Studio, [], [], TraySlice> = (set) => {
  const change = (id: string, next: Partial<TrayItem>) =>
    set(({ items }) => ({
      items: items.map((item) => (item.source.id === id ? { ...item, ...next } : item)),
    }));
  return {
    items: [],
    selected: null,
    modelFor: {},
    addPictures: (pictures) =>
      set(({ items, selected }) => {
        const known = new Set(items.map((item) => item.source.id));
        const fresh = pictures
          .filter(({ source }) => !known.has(source.id))
          .map(
            ({ source, origin = null, suits = null }): TrayItem => ({
              source,
              state: 'waiting',
              sentence: null,
              facts: null,
              origin,
              suits,
            }),
          );
        return { items: [...items, ...fresh], selected: pictures[0]?.source.id ?? selected };
      }),
    removePicture: (id) => set((state) => without(state, (item) => item.source.id === id)),
    removeUnreadable: () => set((state) => without(state, (item) => item.state === 'error')),
    startFresh: () =>
      set({
        items: [],
        selected: null,
        alerts: [],
        recipe: defaultRecipe,
        strokes: noStrokes,
        guide: null,
        labels: {},
      }),
    rememberModel: (kind, model) => set(({ modelFor }) => ({ modelFor: { ...modelFor, [kind]: model } })),
    selectPicture: (id) => set({ selected: id, live: null }),
    stepPicture: (by) =>
      set(({ items, selected }) => {
        const at = items.findIndex((item) => item.source.id === selected);
        const next = items[(at + by + items.length) % items.length];
        return next ? { selected: next.source.id, live: null } : {};
      }),
    pictureRead: (id, facts) => change(id, { state: 'ready', facts, sentence: null }),
    pictureFailed: (id, sentence) =>
      set(({ items, selected }) => {
        const at = items.findIndex((item) => item.source.id === id);
        const failed = items.map((item) =>
          item.source.id === id ? { ...item, state: 'error' as const, sentence } : item,
        );
        // Nobody chose it: it was the first of those that were dropped.
        const isUnread = selected === id && items[at]?.state === 'waiting';
        const next = isUnread ? failed.slice(at).find(({ state }) => state !== 'error') : undefined;
        return { items: failed, ...(next && { selected: next.source.id }) };
      }),
  };
};
