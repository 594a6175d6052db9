import { developOf } from './planes.ts';
import type { Studio, StudioStore } from './studio.ts';
import { selectedItem } from './tray.ts';

/** Between two planes: ten in a second, where the engine is quick enough. */
const PLANE_MS = 100;
/** Between two looks whether the plane is on screen. */
const LOOK_MS = 10;

/** The next plane of an axis, the first one after the last; null where there is no other. */
function nextPlane(state: Studio, axis: NonNullable<Studio['playing']>) {
  const facts = selectedItem(state)?.facts;
  if (!facts) return null;
  const { z, time } = developOf(state.recipe.develop, facts);
  if (axis === 'time') return facts.axes.t > 1 ? { time: (time + 1) % facts.axes.t } : null;
  return facts.axes.z > 1 && typeof z === 'number' ? { z: (z + 1) % facts.axes.z } : null;
}

const isOnScreen = ({ stages }: Studio) => stages.develop.state !== 'working';

/**
 * Steps through the planes of the axis that plays, each once the one before it is on screen. It is no step of undo, and ends at
 * any other change of settings or of the picture.
 *
 * @returns ends the whole.
 */
export function keepPlaying(studio: StudioStore): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  let isOwn = false;
  /** When the next plane's turn is, on the page's clock. */
  let due = 0;

  const step = () => {
    const state = studio.getState();
    const now = performance.now();
    if (!state.playing || now < due || !isOnScreen(state)) return;
    due = Math.max(due + PLANE_MS, now); // a plane that was late does not put off those after it
    const next = nextPlane(state, state.playing);
    if (!next) {
      state.play(null);
      return;
    }
    isOwn = true;
    studio.unrecorded(() => state.changeDevelop(next));
    isOwn = false;
  };

  const end = studio.subscribe((state, before) => {
    const isOther = state.selected !== before.selected || (state.recipe !== before.recipe && !isOwn);
    if (state.playing && isOther) {
      state.play(null);
      return;
    }
    // At once, before the page draws what else the picture brought: the worker reads meanwhile.
    if (state.playing && isOnScreen(state) && !isOnScreen(before)) step();
    if (state.playing === before.playing) return;
    clearInterval(timer);
    due = performance.now() + PLANE_MS;
    if (state.playing) timer = setInterval(step, LOOK_MS);
  });
  return () => {
    clearInterval(timer);
    end();
  };
}
