import { fileURLToPath } from 'node:url';
import { modelsOnDisk } from '../../src/cli/files.ts';
import { foundCells } from '../../src/engine/cells/found-cells.ts';
import { type Grey, lookForCells } from '../../src/engine/cells/look-for-cells.ts';
import type { CellNet } from '../../src/engine/models/cell-net.ts';
import { createShelf } from '../../src/engine/models/shelf.ts';
import { defaultCells } from '../../src/engine/recipe.ts';
import { drawScene } from '../../src/engine/samples/draw.ts';
import { toldApart } from '../../src/engine/stages/cells.ts';
import { resultOf } from '../../src/engine/steps/result-of.ts';
import { startWasm } from '../wasm.ts';
import { clocks } from './race.ts';
import { type Row, rowOf } from './row.ts';

/** The cells of a picture. */
export interface CellsRow extends Row {
  /** The most memory that the process has held so far, in MB of 1e6 bytes. */
  readonly residentMb: number;
}

/** Drawn nuclei, mirrored again and again to the size asked for. */
function nuclei(side: number): Grey {
  const { width, height, channels } = drawScene('nuclei', 3);
  const samples = channels[0]!.samples; // one channel
  const mirrored = (i: number, count: number) =>
    i % (2 * count) < count ? i % count : count - 1 - (i % count);
  const values = Float32Array.from(
    { length: side * side },
    (_, i) => samples[mirrored(Math.floor(i / side), height) * width + mirrored(i % side, width)]!, // in range
  );
  return { width: side, height: side, values, leastSpan: 1 };
}

async function timed(net: CellNet, side: number, rounds: number): Promise<CellsRow> {
  const grey = nuclei(side);
  const whole = {
    window: { x: 0, y: 0, width: side, height: side },
    width: side,
    height: side,
    pixelUm: null,
  };
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const begin = clocks.processor();
    const look = await resultOf(lookForCells(grey, net, null));
    const labels = toldApart(look, defaultCells, net.manifest.reading, 1);
    const end = clocks.processor();
    foundCells(labels, { names: [], shown: [], values: [] }, whole); // measured, but not timed: no picture waits for it
    if (round > 0) times.push(end - begin); // the first one pays for compilers and for the memory that WASM grows by
  }
  const row = { what: 'cells: net and labels', size: side, engine: 'Eosin, WASM', threads: 1 } as const;
  return {
    ...rowOf({ ...row, clock: 'processor' }, times),
    residentMb: (process.resourceUsage().maxRSS * 1024) / 1e6,
  };
}

/** Every cell of 256 px and of 2048 px, on one thread; in a process of its own, since memory is measured. */
export async function bench(): Promise<CellsRow[]> {
  await startWasm();
  const shelf = createShelf(modelsOnDisk(fileURLToPath(new URL('../../', import.meta.url))), 0);
  const net = await shelf.cellNet(defaultCells.model, () => {}, new AbortController().signal);
  const rows = [await timed(net, 256, 15), await timed(net, 2048, 3)];
  shelf.clear();
  return rows;
}
