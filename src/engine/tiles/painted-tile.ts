import type { Generator } from '../models/load.ts';
import { fromNetRange, toNetRange } from '../ops/net-range.ts';
import type { Picture } from '../picture.ts';
import type { Tile } from './activations.ts';
import type { DevelopedRows } from './developed-rows.ts';
import type { NetInput } from './layers-walked.ts';
import type { Rows } from './rows.ts';

/** What a generator reads of a picture: beyond it, up to the generator's grain, are rows and columns of ground. */
export function netInput(
  edges: Rows,
  { grey }: Pick<DevelopedRows, 'grey'>,
  { manifest, grain }: Pick<Generator, 'manifest' | 'grain'>,
): NetInput {
  const { width, height } = edges;
  const padded = (side: number) => Math.ceil(side / grain) * grain;
  const inputs = manifest.inputs.map((input) => (input === 'edges' ? edges : grey));
  const ground = toNetRange(0);
  return {
    width: padded(width),
    height: padded(height),
    async read(tile) {
      const channels = inputs.length;
      const values = new Float32Array(tile.width * tile.height * channels).fill(ground);
      const rows = Math.min(height, tile.y + tile.height) - tile.y;
      const columns = Math.min(width, tile.x + tile.width) - tile.x;
      if (rows <= 0 || columns <= 0) return values;
      for (const [c, input] of inputs.entries()) {
        const { data } = await input.read(tile.y, rows);
        for (let y = 0; y < rows; y++) {
          for (let x = 0; x < columns; x++) {
            values[(y * tile.width + x) * channels + c] = toNetRange(data[y * width + tile.x + x]!); // within the picture
          }
        }
      }
      return values;
    },
  };
}

/**
 * What a net painted of a tile as bytes.
 *
 * @param painted RGB, -1..1, of the whole tile.
 * @param into is as wide as `at` says, and takes what of the tile lies within it.
 * @param at where `into` lies in the picture.
 */
export function putPainted(
  painted: Float32Array,
  tile: Tile,
  into: Picture,
  at: Pick<Tile, 'x' | 'y'>,
): void {
  const rows = Math.min(tile.height, at.y + into.height - tile.y);
  const columns = Math.min(tile.width, at.x + into.width - tile.x);
  for (let y = 0; y < rows; y++) {
    const to = 3 * ((tile.y - at.y + y) * into.width + tile.x - at.x);
    for (let i = 0; i < 3 * columns; i++) into.data[to + i] = fromNetRange(painted[3 * y * tile.width + i]!); // within the tile
  }
}
