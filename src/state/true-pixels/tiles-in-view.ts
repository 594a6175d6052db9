import type { Tasks } from '../../bridge/messages.ts';

/** A part of a picture, in pixels of its file. */
export type Tile = Tasks['trueTile']['ask']['tile'];

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Side of a tile in pixels of the file: a megabyte on screen. Those that layers are walked in are as large. */
export const TILE_SIDE = 512;

/**
 * The tiles that a pane shows a part of, those next to the middle of what it shows first.
 *
 * @param file the picture's size.
 * @param seen what the pane shows, which may reach beyond the picture.
 * @param most of them: the outermost are left out, so that no tile in view drives out another.
 */
export function tilesInView(file: Size, seen: Tile, most: number): Tile[] {
  const first = (from: number) => Math.max(0, Math.floor(from / TILE_SIDE));
  const end = (to: number, side: number) => Math.ceil(Math.min(to, side) / TILE_SIDE);
  const tiles: Tile[] = [];
  if (seen.x >= file.width || seen.y >= file.height) return tiles;
  for (let row = first(seen.y); row < end(seen.y + seen.height, file.height); row++) {
    for (let column = first(seen.x); column < end(seen.x + seen.width, file.width); column++) {
      const [x, y] = [column * TILE_SIDE, row * TILE_SIDE];
      const width = Math.min(TILE_SIDE, file.width - x);
      tiles.push({ x, y, width, height: Math.min(TILE_SIDE, file.height - y) });
    }
  }
  const away = ({ x, y, width, height }: Tile) =>
    Math.hypot(
      x + width / 2 - seen.x - seen.width / 2, // of the middles from one another
      y + height / 2 - seen.y - seen.height / 2,
    );
  return tiles.sort((a, b) => away(a) - away(b)).slice(0, most);
}
