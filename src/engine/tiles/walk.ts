import type { Generator } from '../models/load.ts';
import { mapped } from '../steps/mapped.ts';
import { nextTask } from '../steps/next-task.ts';
import type { Tile } from './activations.ts';
import { type BeforeLast, type NetInput, sideAt, tilesOf, type Walk } from './layers-walked.ts';
import type { Scratch } from './scratch.ts';
import { paintResnetLast, walkResnetToLast } from './walk-resnet.ts';
import { paintLast, walkToLast } from './walk-unet.ts';

/** A net that paints a picture of any size. */
export interface Walker {
  /** All of the walk but the net's last layer. @param side of the tiles of the outermost layers: a multiple of 16. */
  toLast(picture: NetInput, side: number, scratch: Scratch): Walk<BeforeLast>;
  /** A tile of what the last layer paints. @param tile even in place and size. @returns RGB, -1..1. */
  paintLast(before: BeforeLast, tile: Tile): Promise<Float32Array>;
}

/** A picture for a net, and where what it paints goes. */
export interface Canvas extends NetInput {
  /** Is given each tile once, row after row: RGB, -1..1. */
  paint(tile: Tile, rgb: Float32Array): Promise<void>;
}

export function walkerOf({ unet, resnet }: Pick<Generator, 'unet' | 'resnet'>): Walker {
  if (unet) {
    return {
      toLast: (picture, side, scratch) => walkToLast(unet, picture, side, scratch),
      paintLast: (before, tile) => paintLast(unet, before, tile),
    };
  }
  if (!resnet) throw new Error('a generator is a U-Net or a ResNet');
  return {
    toLast: (picture, side, scratch) => walkResnetToLast(resnet, picture, side, scratch),
    paintLast: (before, tile) => paintResnetLast(resnet, before, tile),
  };
}

/**
 * Paints a picture of any size as a generator paints it in one piece, layer by layer: each is finished over the whole
 * picture, in tiles with the pixels around them that its kernel sees, before the next begins. So the statistics of its instance norm
 * are those of the whole picture, and nothing depends on the tiles. Yields after each tile, in a new task.
 *
 * @param side of the tiles of the outermost layers' answers: a multiple of 16. Further in they are smaller, see `sideAt`.
 */
export async function* walk(walker: Walker, canvas: Canvas, side: number, scratch: Scratch): Walk<void> {
  const tiles = tilesOf(canvas.width, canvas.height, sideAt(0, side));
  let [done, of] = [0, 0];
  const before = yield* mapped(walker.toLast(canvas, side, scratch), (step) => {
    done = step.done;
    of = step.of + tiles.length;
    return { done, of };
  });
  try {
    for (const tile of tiles) {
      await canvas.paint(tile, await walker.paintLast(before, tile));
      await nextTask();
      yield { done: ++done, of };
    }
  } finally {
    before.close();
  }
}
