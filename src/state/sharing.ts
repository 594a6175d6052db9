import type { StateCreator } from 'zustand';
import type { Client } from '../bridge/client.ts';
import type { Recipe } from '../engine/recipe.ts';
import type { Carried } from '../engine/share/carried.ts';
import type { SharedRecipe } from '../engine/share/shared-recipe.ts';
import { sentenceAbout } from './failure.ts';
import type { Session } from './session.ts';
import type { Studio, StudioStore } from './studio.ts';
import type { TrayItem } from './tray.ts';

/** A recipe that waits for a person's word. */
export type Offer =
  /** It was made on a picture that is not here. `other` names one that came in its place; null before any. */
  | { readonly kind: 'wanted'; readonly shared: SharedRecipe; readonly other: string | null }
  /** A file that Eosin wrote brought it: of a figure, one for each of its pictures. */
  | ({ readonly kind: 'carried'; readonly by: string } & Pick<Carried, 'shared' | 'models'>);

export interface SharingSlice {
  readonly offer: Offer | null;
  /** The ids of pictures in the tray that a network painted or dreamed. */
  readonly generated: readonly string[];
  offerRecipe(offer: Offer | null): void;
  pictureGenerated(id: string): void;
  /** Takes a recipe, with what was drawn on that picture, in place of all settings: one step of undo. */
  takeRecipe(recipe: Recipe, picture: string): void;
}

export const sharingSlice: StateCreator<Studio, [], [], SharingSlice> = (set) => ({
  offer: null,
  generated: [],
  offerRecipe: (offer) => set({ offer }),
  pictureGenerated: (id) => set(({ generated }) => ({ generated: [...generated, id] })),
  takeRecipe: (recipe, picture) =>
    set(({ strokes }) => ({
      recipe: {
        ...recipe,
        edges: { ...recipe.edges, strokes: [] },
        cells: { ...recipe.cells, strokes: [] },
        dream: { ...recipe.dream, strokes: [] },
      },
      strokes: {
        edges: { ...strokes.edges, [picture]: recipe.edges.strokes },
        cells: { ...strokes.cells, [picture]: recipe.cells.strokes },
        dream: { ...strokes.dream, [picture]: recipe.dream.strokes },
      },
    })),
});

/** What a person can do with recipes of others, and give to them. */
export interface Sharing {
  /** The recipe of what is on screen; null while there is no picture. */
  current(): Promise<SharedRecipe | null>;
  /** Opens what a link carries, if it carries a recipe. @param hash from its "#" on. @param taken told when it was taken. */
  openLink(hash: string, taken: () => void): Promise<void>;
  /** Takes the offered recipe: on its own picture, or, where that is wanted, on the one that is chosen. @param which of several, from 0. */
  takeOffer(which?: number): Promise<void>;
  /** Files of recipes are opened, figures and films of Eosin offer theirs, all others go their way. */
  addFiles: Session['addFiles'];
}

const RECIPE_FILE = /\.eosin\.json$/i;
/** What Eosin writes and no tray takes. */
const NO_PICTURE = /\.(pdf|svg|mp4)$/i;
const LINK = '#r=';

/** All that needs the schema of recipes is loaded when there is a recipe. */
export function openSharing(
  studio: StudioStore,
  client: Pick<Client, 'run'>,
  session: Pick<Session, 'started' | 'samples' | 'addFiles'>,
  base: string,
): Sharing {
  const desk = { studio, client, session, base };
  /** Told when what a link carries was taken. */
  let linkTaken = () => {};

  const failed = (name: string, error: unknown) =>
    studio.getState().alert('recipe', sentenceAbout(name, error));

  const work = async <T>(
    what: string,
    does: (recipes: typeof import('./shared-recipes.ts')) => Promise<T>,
  ): Promise<T | null> => {
    try {
      await session.started;
      return await does(await import('./shared-recipes.ts'));
    } catch (error) {
      failed(what, error);
      return null;
    }
  };

  const open = async (name: string, recipe: () => Promise<SharedRecipe>) => {
    studio.getState().dismiss('recipe');
    await work(name, async ({ openShared }) => {
      if ((await openShared(await recipe(), desk)) === 'taken') linkTaken();
    });
  };

  const look = (item: TrayItem) =>
    work(item.source.name, async ({ lookAt }) => {
      if ((await lookAt(item, desk)) === 'taken') linkTaken();
    });

  const looked = new Set<string>();
  studio.subscribe(({ items }, before) => {
    if (items === before.items) return;
    for (const item of items) {
      const { id, kind } = item.source;
      if (item.state !== 'ready' || kind !== 'file' || id.startsWith('sample-') || looked.has(id)) continue;
      looked.add(id);
      void look(item);
    }
  });

  return {
    current: () => work('Share', ({ sharedNow }) => sharedNow(desk)),
    async openLink(hash, taken) {
      if (!hash.startsWith(LINK)) return;
      linkTaken = taken;
      await open('This link', async () => {
        const { recipeInLink } = await import('../engine/share/link.ts');
        return recipeInLink(hash);
      });
    },
    async takeOffer(which = 0) {
      const { offer } = studio.getState();
      if (!offer) return;
      await work('The recipe', async ({ openShared, takeHere }) => {
        if (offer.kind === 'carried') return openShared(offer.shared[which] ?? offer.shared[0], desk);
        takeHere(offer.shared, desk);
        return linkTaken();
      });
    },
    addFiles(files) {
      const others = files.filter(({ name }) => !RECIPE_FILE.test(name) && !NO_PICTURE.test(name));
      if (others.length > 0) session.addFiles(others);
      for (const file of files.filter(({ name }) => NO_PICTURE.test(name)))
        void work(file.name, async ({ lookInto }) => {
          const isTaken = await lookInto(file, desk);
          if (!isTaken) session.addFiles([file]); // which says why it is not read
        });
      for (const file of files.filter(({ name }) => RECIPE_FILE.test(name))) {
        void open(file.name, async () => {
          const { recipeInFile } = await import('../engine/share/recipe-file.ts');
          return recipeInFile(file.name, await file.text());
        });
      }
    },
  };
}
