import type { Client } from '../bridge/client.ts';
import type { Picture } from '../engine/picture.ts';
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

/** A picture on its way from the camera. */
interface Taken {
  readonly side: number;
  readonly picture: Promise<{ readonly frame: Picture; readonly at: number }>;
}

/**
 * Shows a camera's pictures with their edges and colours, the newest each time the one before is done, until `signal` ends it,
 * the camera does, or a picture fails, which an alert then says. The tray's picture comes back after it.
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
  let since = now();
  let pictures = 0;
  let spent = 0;
  const sideOf = ({ develop }: Recipe) => Math.ceil(develop.size * develop.zoom);
  const take = (recipe: Recipe): Taken => {
    const side = sideOf(recipe);
    const picture = camera.next(side, signal).then((frame) => ({ frame, at: now() }));
    picture.catch(() => {}); // whoever waits for it hears of it
    return { side, picture };
  };
  /** The next one, taken while the one before is being painted. */
  const ahead: { next: Taken | null } = { next: null };
  try {
    while (isOn()) {
      const recipe = liveRecipe(studio.getState());
      for (const stage of leftOut(recipe)) {
        if (studio.getState().stages[stage].state === 'empty') continue;
        screen.clear(stage);
        stageEnded(stage, null);
      }
      const fitting = ahead.next?.side === sideOf(recipe) ? ahead.next : take(recipe);
      ahead.next = null;
      const { frame, at } = await fitting.picture;
      const { memory } = await client.run(
        'live',
        { frame, recipe },
        {
          signal,
          picture(shown) {
            if (!isOn()) return;
            screen.show(shown);
            stageShown(shown, true, recipe.colour.model);
            if (shown.stage === 'edges') ahead.next ??= take(recipe);
          },
        },
      );
      pictures++;
      spent += now() - at;
      if (now() - since < SECOND_MS) continue;
      rendered(memory);
      livePaced({ perSecond: (pictures * SECOND_MS) / (now() - since), latencyMs: spent / pictures });
      [since, pictures, spent] = [now(), 0, 0];
    }
  } catch (error) {
    if (isOn() && codeOf(error) !== 'cancelled') alert('camera', sentenceAbout(camera.name, error));
  } finally {
    camera.close();
    if (studio.getState().live === camera.name) liveEnded();
  }
}
