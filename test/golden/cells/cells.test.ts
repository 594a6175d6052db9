import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withoutHoles } from '../../../src/engine/cells/holes.ts';
import { numbered } from '../../../src/engine/cells/labels.ts';
import { measures } from '../../../src/engine/cells/measures.ts';
import { watershed } from '../../../src/engine/cells/watershed.ts';
import { components } from '../../../src/engine/ops/components.ts';
import type { Samples } from '../../../src/engine/picture.ts';
import { decode } from '../../../src/engine/stages/decode.ts';
import goldens from './goldens.json' with { type: 'json' };

// make_goldens.py says what lies here: 200 label maps, and what scikit-image and SciPy make of them.

const { width, height } = goldens;
const area = width * height;

async function sheet(name: string): Promise<Samples> {
  const planes = await decode(name, new Uint8Array(readFileSync(new URL(name, import.meta.url))));
  return planes.channels[0]!.samples; // one channel of grey
}

const [maps, heights, grown, pierced, filled] = await Promise.all(
  ['maps.png', 'heights.png', 'grown.png', 'pierced.png', 'filled.png'].map(sheet),
);
const cut = (samples: Samples | undefined, i: number) =>
  Array.from(samples!.subarray(i * area, (i + 1) * area));
const labelsOf = (samples: Samples | undefined, i: number) =>
  numbered(Uint32Array.from(cut(samples, i)), width, height);
const numbers = goldens.cells.map((_, i) => i);

test.each(
  numbers,
)('map %i: area, centroid, perimeter, axes and orientation are those of regionprops', (i) => {
  const found = measures(labelsOf(maps, i), [cut(heights, i)]);
  const cells = goldens.cells[i]!;
  expect(found).toHaveLength(cells.length);
  for (const [k, cell] of found.entries()) {
    const [pixels, x, y, perimeter, orientation, major, minor, diameter, mean] = cells[k] as number[];
    expect(cell.area).toBe(pixels);
    expect(Math.abs(cell.centroid[0] - x!)).toBeLessThan(1e-6);
    expect(Math.abs(cell.centroid[1] - y!)).toBeLessThan(1e-6);
    expect(Math.abs(cell.perimeter - perimeter!)).toBeLessThan(1e-3);
    expect(Math.abs(cell.majorAxis - major!)).toBeLessThan(1e-3);
    expect(Math.abs(cell.minorAxis - minor!)).toBeLessThan(1e-3);
    expect(Math.abs(cell.equivalentDiameter - diameter!)).toBeLessThan(1e-6);
    expect(Math.abs(cell.brightness[0]!.mean - mean!)).toBeLessThan(1e-6);
    // An axis has two directions, a disc any number of axes; and at 45 degrees to the bit scikit-image 0.19 turns the sign over.
    const isDiagonal = Math.abs(Math.abs(orientation!) - Math.PI / 4) < 1e-9;
    if (major! - minor! > 1e-6 && !isDiagonal)
      expect(Math.abs(Math.sin(cell.orientation - orientation!))).toBeLessThan(1e-3);
  }
});

test.each(numbers)('map %i: the watershed grows as that of scikit-image, pixel by pixel', (i) => {
  const deep = Float32Array.from(cut(heights, i));
  const mask = Uint8Array.from(deep, (value) => Number(value >= 60));
  const seeds = components(
    Uint8Array.from(deep, (value) => Number(value >= 200)),
    width,
    height,
  );
  const theirs = cut(grown, i);
  const ours = numbered(watershed(deep, seeds, mask), width, height).data;
  const others = ours.filter((label, k) => label !== theirs[k]).length;
  // Seeds of one height are in no order there, and here in the order of their pixels: one pixel of map 0 is between two.
  expect(others).toBeLessThanOrEqual(i === 0 ? 1 : 0);
});

test.each(numbers)('map %i: holes are filled as SciPy fills them', (i) => {
  const holed = { width, height, count: 255, data: Uint32Array.from(cut(pierced, i)) };
  expect([...withoutHoles(holed).data]).toEqual(cut(filled, i));
});
