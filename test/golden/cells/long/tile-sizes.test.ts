import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { modelsOnDisk } from '../../../../src/cli/files.ts';
import { type Grey, lookForCells, stretched } from '../../../../src/engine/cells/look-for-cells.ts';
import { createShelf } from '../../../../src/engine/models/shelf.ts';
import type { Labels } from '../../../../src/engine/picture.ts';
import { defaultCells } from '../../../../src/engine/recipe.ts';
import { toldApart } from '../../../../src/engine/stages/cells.ts';
import { resultOf } from '../../../../src/engine/steps/result-of.ts';
import { startWasm } from '../../../wasm.ts';
import { corpusAt } from '../../corpus.ts';

// A large picture is worked on in tiles. The shipped net has to find the same cells whatever their size.

const { isHere, index, bounded } = corpusAt('single-cells');
const ACROSS = 5;
const SIDE = 256;

beforeAll(startWasm);

/** One picture of ACROSS * ACROSS tiles that training never saw, each stretched by itself. */
async function mosaic(): Promise<Grey> {
  const held = index.filter(({ split, kind }) => split === 'test' && kind === 'fluorescence');
  const width = ACROSS * SIDE;
  const values = new Float32Array(width * width);
  for (let n = 0; n < ACROSS * ACROSS; n++) {
    const planes = await bounded(held[n]!.file!); // there are 87
    const tile = stretched({ values: Float32Array.from(planes.channels[0]!.samples), leastSpan: 1 }); // a grey picture
    const begin = Math.floor(n / ACROSS) * SIDE * width + (n % ACROSS) * SIDE;
    for (let y = 0; y < Math.min(SIDE, planes.height); y++) {
      const row = tile.subarray(y * planes.width, y * planes.width + Math.min(SIDE, planes.width));
      values.set(row, begin + y * width);
    }
  }
  return { width, height: width, values, leastSpan: 1 / 255 };
}

/** Cells of `a` of which any pixel is another cell's in `b`, or no cell's there. */
function changed(a: Labels, b: Labels): number {
  const areas = new Uint32Array(b.count + 1);
  for (const label of b.data) areas[label]!++; // 0..count
  const first = new Map<number, number>(); // the label in b at a cell's first pixel
  const pixels = new Uint32Array(a.count + 1);
  const differs = new Set<number>();
  for (let i = 0; i < a.data.length; i++) {
    const [mine, theirs] = [a.data[i]!, b.data[i]!]; // of one size
    if (mine === 0) continue;
    pixels[mine]!++;
    if (!first.has(mine)) first.set(mine, theirs);
    if (first.get(mine) !== theirs) differs.add(mine);
  }
  for (const [mine, theirs] of first) {
    if (theirs === 0 || areas[theirs] !== pixels[mine]) differs.add(mine);
  }
  return differs.size;
}

test.skipIf(!isHere)(
  'at most 0.5 % of cells change with the size of the tiles, by a single pixel even',
  async () => {
    const shelf = createShelf(
      modelsOnDisk(fileURLToPath(new URL('../../../../', import.meta.url))),
      Infinity,
    );
    const net = await shelf.cellNet('cells-apart', () => {}, new AbortController().signal);
    const grey = await mosaic();
    const labelled = async (tile: number) => {
      const look = await resultOf(lookForCells(grey, net, null, tile));
      return toldApart(look, defaultCells, net.manifest.reading, 1);
    };
    const [large, small] = [await labelled(1152), await labelled(512)];
    const differ = changed(large, small);
    console.info(`${large.count} and ${small.count} cells, of which ${differ} differ`);
    expect(large.count).toBeGreaterThan(500);
    expect(differ / large.count).toBeLessThanOrEqual(0.005);
    shelf.clear();
  },
);
