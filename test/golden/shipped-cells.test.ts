import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { modelsOnDisk } from '../../src/cli/files.ts';
import { numbered } from '../../src/engine/cells/labels.ts';
import { lookForCells } from '../../src/engine/cells/look-for-cells.ts';
import { cellAgreement, cellFigures } from '../../src/engine/metrics/cell-agreement.ts';
import { createShelf } from '../../src/engine/models/shelf.ts';
import { defaultCells } from '../../src/engine/recipe.ts';
import { toldApart } from '../../src/engine/stages/cells.ts';
import { decode } from '../../src/engine/stages/decode.ts';
import { resultOf } from '../../src/engine/steps/result-of.ts';
import { SHIPPED } from '../models.ts';
import { startWasm } from '../wasm.ts';

// What training/ship_cells.py writes into a model's folder: a tile, and its cells as PyTorch and scikit-image find them.

const shelf = createShelf(
  modelsOnDisk(fileURLToPath(new URL('../../', import.meta.url))),
  Number.POSITIVE_INFINITY,
);
const manifests = await shelf.cells();
const { signal } = new AbortController();

beforeAll(startWasm);

const channel = async (id: string, file: string) => {
  const planes = await decode(file, new Uint8Array(readFileSync(new URL(`${id}/${file}`, SHIPPED))));
  return { ...planes, samples: planes.channels[0]!.samples }; // a grey picture
};

describe('the shipped models that tell cells apart', () => {
  test('are read from as their figures were measured', () => {
    for (const { reading } of manifests) expect(reading.threshold).toBe(defaultCells.threshold);
  });

  for (const { id, golden } of manifests) {
    test(`${id} finds the cells that PyTorch finds`, async () => {
      const net = await shelf.cellNet(id, () => {}, signal);
      const { width, height, samples } = await channel(id, golden.input[0]);
      const values = Float32Array.from(samples);
      const look = await resultOf(lookForCells({ width, height, values, leastSpan: 1 }, net, null));
      const found = toldApart(look, defaultCells, net.manifest.reading, 1);
      const theirs = numbered(Uint32Array.from((await channel(id, golden.output)).samples), width, height);
      const { ap50, aji } = cellFigures([cellAgreement(theirs, found)]);
      expect(theirs.count).toBeGreaterThan(5);
      expect(ap50).toBe(1);
      expect(aji).toBeGreaterThan(0.99); // a tie at a border may go to the other cell
      shelf.clear();
    });
  }
});
