import { StudioError } from '../errors.ts';
import type { OpenedFile, Window as StoredWindow } from '../formats/opened-file.ts';
import { cutOut } from '../formats/opened-planes.ts';
import type { Window } from '../ops/resize.ts';
import type { Planes } from '../picture.ts';
import type { DevelopRecipe } from '../recipe.ts';
import { windowOf } from '../stages/develop.ts';
import { planesAsked } from '../stages/opened.ts';
import { projected, sharpness } from '../stages/projection.ts';
import { storedWindow, turned } from '../stages/upright.ts';
import { bandsOf } from './rows.ts';

/** The plane of a file that a recipe names, to be read a window at a time. */
export interface PlaneWindows {
  /** The part that is worked on, in pixels of the upright file; and the whole of it. */
  readonly part: Window;
  readonly whole: Window;
  readonly pixelSizeUm: readonly [x: number, y: number] | null;
  /** @param window in pixels of the upright file. The planes lie as they are stored. */
  read(window: Window): Promise<Planes>;
}

/**
 * @param rows that are read at once where all planes of a stack must be looked at.
 * @throws StudioError `recipe` where the picture lacks the plane or the part.
 */
export async function planeWindows(
  file: OpenedFile,
  recipe: DevelopRecipe,
  rows: number,
): Promise<PlaneWindows> {
  const { z, t } = planesAsked(file.axes, recipe);
  const [{ width, height } = { width: 0, height: 0 }] = file.levels;
  const held = new Map<number, Planes>();
  const stored = async (plane: number, window: StoredWindow): Promise<Planes> => {
    if (!file.isReadWhole) return file.read({ z: plane, t }, 0, window);
    const planes = held.get(plane) ?? (await file.read({ z: plane, t }, 0));
    held.set(plane, planes);
    return cutOut(planes, window);
  };
  const first = typeof z === 'number' ? z : 0;
  const one = await stored(first, { left: 0, top: 0, width: 1, height: 1 });
  const size = turned({ width, height }, one.orientation);
  const plane = z === 'sharpest' ? await sharpestOf(stored, file.axes.z, { width, height }, rows) : first;
  const [x, y] = one.pixelSizeUm ?? [0, 0];
  return {
    part: windowOf(size, recipe),
    whole: { x: 0, y: 0, ...size },
    pixelSizeUm: one.pixelSizeUm && (one.orientation > 4 ? [y, x] : [x, y]), // from 5 on rows become columns
    read(upright) {
      const at = storedWindow(upright, size, one.orientation);
      const window = { left: at.x, top: at.y, width: at.width, height: at.height };
      return typeof z === 'number' || z === 'sharpest'
        ? stored(plane, window)
        : projected(file.axes.z, z, (nth) => stored(nth, window));
    },
  };
}

async function sharpestOf(
  read: (plane: number, window: StoredWindow) => Promise<Planes>,
  count: number,
  { width, height }: { readonly width: number; readonly height: number },
  rows: number,
): Promise<number> {
  let best = { plane: 0, sharpness: -1 };
  for (let plane = 0; plane < count; plane++) {
    let now = 0;
    for (const { top, end } of bandsOf(height, rows)) {
      const [from, to] = [Math.max(0, top - 1), Math.min(height, end + 1)]; // a row is judged by its neighbours
      now += sharpness(await read(plane, { left: 0, top: from, width, height: to - from }));
    }
    if (now > best.sharpness) best = { plane, sharpness: now };
  }
  return best.plane;
}

/** @throws StudioError `recipe` where the working picture would not have the file's own pixels. */
export function checkTrueSize({ scale, frame }: DevelopRecipe): void {
  if (scale === 1 && frame !== 'crop') return;
  throw new StudioError(
    'recipe',
    'A picture in tiles keeps the pixels of its file: the recipe needs the scale 1, and the frame "fit" or "part".',
  );
}
