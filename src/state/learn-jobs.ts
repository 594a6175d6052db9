import type { Client } from '../bridge/client.ts';
import type { Progress } from '../engine/render-event.ts';
import { codeOf, sentenceAbout } from './failure.ts';
import { learntWords, mendedPictures } from './learner.ts';
import { askToKeep } from './persistence.ts';
import { wishOf } from './rendering.ts';
import type { StudioStore } from './studio.ts';

/** What a person can ask for around a net that learns what was mended. What fails is told beside the button. */
export interface LearnJobs {
  /** Learns from the mended pictures of the tray, and finds cells with what comes of it. Background. */
  learn(): Promise<void>;
  /** Stops it; nothing is left of it. */
  cancelLearning(): void;
  /** Keeps what was learnt, which is on the shelf already. */
  keepLearnt(): void;
  /** Takes what was learnt away again, and finds cells with the model that it began with. */
  undoLearnt(): Promise<void>;
}

/** A second's steps say more than the first one. */
const LEAST_SECONDS = 3;

interface Shelf {
  /** Shows the models that tell cells apart as they now are. @param id of the one to take. */
  shelveCells(id: string): Promise<void>;
  removeCells(id: string, instead: string): Promise<void>;
  newTag(): string;
}

export function openLearning(
  studio: StudioStore,
  client: Pick<Client, 'run'>,
  { shelveCells, removeCells, newTag }: Shelf,
): LearnJobs {
  let abort: AbortController | null = null;

  /** Tells the store how far it is, and how long it will take by what it has taken. */
  const hearing = () => {
    let began: number | null = null;
    return ({ words, done, of }: Progress) => {
      const way = words === 'Learning' ? done / of : 0;
      if (way > 0) began ??= performance.now() / 1000;
      const took = began === null ? 0 : performance.now() / 1000 - began;
      const secondsLeft = way > 0 && took >= LEAST_SECONDS ? (took / way) * (1 - way) : null;
      studio.getState().learningChanged({ state: 'running', words, way, secondsLeft });
    };
  };

  return {
    async learn() {
      if (abort) return;
      const state = studio.getState();
      const pictures = mendedPictures(state).flatMap(({ source }) => {
        const wish = wishOf({ ...state, selected: source.id });
        return wish ? [{ source, recipe: wish.recipe }] : [];
      });
      const before = state.recipe.cells.model;
      const tag = newTag();
      const count = pictures.length === 1 ? 'one picture' : `${pictures.length} pictures`;
      const title = `Learnt, ${pictures.length === 1 ? '1 picture' : `${pictures.length} pictures`} (${tag})`;
      const controller = new AbortController();
      abort = controller;
      state.learningFailed(null);
      state.learningChanged({ state: 'running', words: 'Waiting for its turn', way: 0, secondsLeft: null });
      state.announce(`Learning from ${count} begins`);
      void askToKeep(studio);
      try {
        const listener = { progress: hearing(), signal: controller.signal, background: true };
        const found = await client.run('learnCells', { pictures, tag, title }, listener);
        await shelveCells(found.id);
        studio.getState().learningChanged({ state: 'learnt', found, before });
        studio.getState().announce(learntWords(found));
      } catch (error) {
        const { learningChanged, learningFailed, announce } = studio.getState();
        learningChanged(null);
        if (codeOf(error) === 'cancelled') announce('Learning was cancelled');
        else learningFailed(sentenceAbout('Learning', error));
      } finally {
        abort = null;
      }
    },
    cancelLearning: () => abort?.abort(),
    keepLearnt: () => studio.getState().learningChanged(null),
    async undoLearnt() {
      const { learning, learningChanged, learningFailed, announce } = studio.getState();
      if (learning?.state !== 'learnt') return;
      learningChanged(null);
      try {
        await removeCells(learning.found.id, learning.before);
        announce('What was learnt is undone');
      } catch (error) {
        learningFailed(sentenceAbout('Undo', error));
      }
    },
  };
}
