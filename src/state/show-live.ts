import type { Client } from '../bridge/client.ts';
import type { ShownPicture } from '../bridge/messages.ts';
import type { Recipe } from '../engine/recipe.ts';
import { codeOf, sentenceAbout } from './failure.ts';
import type { Camera } from './live.ts';
import { leftOut, type Screen } from './rendering.ts';
import type { Studio, StudioStore } from './studio.ts';

/** More takes longer than a hand waits. */
const MOST_SIDE = 512;
const SECOND_MS = 1000;

/** The settings as a camera's pictures can have them: what belongs to one file (its part, planes, strokes) is left out, and no dream. */
export function liveRecipe({ recipe }: Pick<Studio, 'recipe'>): Recipe {
  const { develop, edges, cells, colour, dream } = recipe;
  return {
    ...recipe,
    develop: {
      ...develop,
      channel: typeof develop.channel === 'number' ? 'grey' : develop.channel,
      channels: null,
      z: 0,
      time: 0,
      frame: develop.frame === 'part' ? 'fit' : develop.frame,
      scale: null,
      size: Math.min(develop.size, MOST_SIDE),
    },
    edges: { ...edges, strokes: [] },
    cells: { ...cells, strokes: [] },
    colour,
    dream: { ...dream, enabled: false, strokes: [] },
  };
}

/**
 * Shows a camera's pictures with their edges and colours, until `signal` ends it, the camera does, or a picture fails, which an alert then
 * says. The tray's picture comes back after it. The next one is taken while one is being painted, and waits in the worker, which has a
 * pause between them once a second, for what works in the background.
 *
 * @param now ms on a clock that only goes forward.
 */
export async function showLive(
  studio: StudioStore,
  client: Pick<Client, 'run'>,
  screen: Screen,
  camera: Camera,
  signal: AbortSignal,
  now: () => number,
): Promise<void> {
  const { liveBegun, livePaced, liveEnded, stageShown, stageEnded, rendered, alert } = studio.getState();
  liveBegun(camera.name);
  /** Whoever chooses a picture of the tray ends it too. */
  const isOn = () => !signal.aborted && studio.getState().live === camera.name;
  const ended = new AbortController();
  const end = () => ended.abort();
  const unsubscribe = studio.subscribe(() => isOn() || end());
  signal.addEventListener('abort', end, { once: true });
  let since = now();
  let pausedAt = now();
  let pictures = 0;
  let spent = 0;
  const paint = async (recipe: Recipe, edgesAreShown: () => void): Promise<void> => {
    const { size, zoom } = recipe.develop;
    const frame = await camera.next(Math.ceil(size * zoom), ended.signal);
    const at = now();
    const picture = (shown: ShownPicture) => {
      const isLeftOut = leftOut(liveRecipe(studio.getState())).includes(shown.stage); // since it was asked for
      if (!isOn() || isLeftOut) return;
      screen.show(shown);
      stageShown(shown, true, recipe.colour.model);
      if (shown.stage === 'edges') edgesAreShown();
    };
    const { memory } = await client.run('live', { frame, recipe }, { signal: ended.signal, picture });
    pictures++;
    spent += now() - at;
    if (!isOn() || now() - since < SECOND_MS) return;
    rendered(memory);
    livePaced({ perSecond: (pictures * SECOND_MS) / (now() - since), latencyMs: spent / pictures });
    [since, pictures, spent] = [now(), 0, 0];
  };
  let before = Promise.resolve();
  try {
    while (isOn()) {
      const recipe = liveRecipe(studio.getState());
      for (const stage of leftOut(recipe)) {
        if (studio.getState().stages[stage].state === 'empty') continue;
        screen.clear(stage);
        stageEnded(stage, null);
      }
      let painted = Promise.resolve();
      const edges = new Promise<void>((resolve) => {
        painted = paint(recipe, resolve);
      });
      painted.catch(() => {}); // whoever waits for it hears of it
      const pauses = now() - pausedAt >= SECOND_MS;
      await (pauses ? painted : Promise.race([edges, painted]));
      await before; // ended by now, well or not
      if (pauses) pausedAt = now();
      before = painted;
    }
  } catch (error) {
    if (isOn() && codeOf(error) !== 'cancelled') alert('camera', sentenceAbout(camera.name, error));
  } finally {
    unsubscribe();
    signal.removeEventListener('abort', end);
    end();
    camera.close();
    if (studio.getState().live === camera.name) liveEnded();
  }
}
