import type { Client } from '../bridge/client.ts';
import { wishOf } from './rendering.ts';
import type { Studio, StudioStore } from './studio.ts';
import { selectedItem } from './tray.ts';

/** How long the page is at rest before planes are read that nobody has asked for. */
const REST_MS = 300;

/** Whether all that was asked for of a stack is on screen. */
function isAtRest(state: Studio): boolean {
  const axes = selectedItem(state)?.facts?.axes;
  return (
    axes !== undefined &&
    axes.z * axes.t > 1 &&
    state.running === 0 &&
    state.playing === null &&
    state.live === null
  );
}

/**
 * Has the planes read in the background that come after the one on screen, once the page is at rest. Any other change ends it: the worker
 * then has its time for what was asked for.
 *
 * @returns ends the whole.
 */
export function keepPlanesAhead(studio: StudioStore, client: Pick<Client, 'run'>): () => void {
  let end = () => {};

  const read = () => {
    const wish = wishOf(studio.getState());
    if (!wish) return;
    const abort = new AbortController();
    end = () => abort.abort();
    const { source, recipe } = wish;
    const listener = { background: true, signal: abort.signal };
    // Who gets to a plane that cannot be read is told so there.
    client.run('planesAhead', { source, develop: recipe.develop }, listener).catch(() => {});
  };

  const unsubscribe = studio.subscribe((state, before) => {
    const isOther =
      state.recipe !== before.recipe ||
      state.selected !== before.selected ||
      state.items !== before.items ||
      isAtRest(state) !== isAtRest(before);
    if (!isOther) return;
    end();
    end = () => {};
    if (!isAtRest(state)) return;
    const timer = setTimeout(read, REST_MS);
    end = () => clearTimeout(timer);
  });
  return () => {
    end();
    unsubscribe();
  };
}
