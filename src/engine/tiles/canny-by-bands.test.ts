import { describe, expect, test } from 'vitest';
import { differing } from '../../../test/differing.ts';
import { discs } from '../../../test/discs.ts';
import { type CannySettings, canny } from '../ops/canny.ts';
import type { Picture } from '../picture.ts';
import { randomFrom } from '../random.ts';
import { cannyByBands } from './canny-by-bands.ts';
import { rowsOf } from './rows.ts';
import { memoryScratch } from './scratch.ts';

async function inBands(picture: Picture, settings: CannySettings, rows: number): Promise<Uint8Array> {
  const out = new Uint8Array(picture.width * picture.height);
  const bands = cannyByBands(rowsOf(picture), settings, rows, memoryScratch, async (band, top) => {
    out.set(band.data, top * picture.width);
  });
  for await (const _ of bands);
  return out;
}

function noise(width: number, height: number, channels: 1 | 3, seed: number): Picture {
  const random = randomFrom(seed);
  const data = Uint8Array.from({ length: width * height * channels }, () => random() * 256);
  return { width, height, channels, data };
}

/** A faint line, 5 px wide, that runs up and down over the whole picture and is brighter where it begins: its outline is one chain. */
function winding(side: number): Picture {
  const data = new Uint8Array(side * side);
  const fill = (left: number, top: number, right: number, bottom: number, value: number) => {
    for (let y = top; y < bottom; y++) data.fill(value, y * side + left, y * side + right);
  };
  for (let x = 4, nth = 0; x + 5 < side; x += 12, nth++) {
    fill(x, 4, x + 5, side - 4, 40);
    if (x + 17 < side) fill(x, nth % 2 ? 4 : side - 9, x + 17, nth % 2 ? 9 : side - 4, 40);
  }
  fill(4, 4, 9, 8, 80);
  return { width: side, height: side, channels: 1, data };
}
const windingSettings = { sigma: 1.4, norm: 'L2', low: 20, high: 110 } as const;

const settings = (change: Partial<CannySettings>): CannySettings => ({
  ...{ sigma: 0, aperture: 3, norm: 'L1', low: 100, high: 600 },
  ...change,
});

const cases: readonly [name: string, picture: Picture, settings: CannySettings][] = [
  ['noise, whose chains run everywhere', noise(70, 83, 1, 1), settings({ high: 900 })],
  ['noise, blurred, L2', noise(64, 61, 1, 2), settings({ sigma: 1.4, norm: 'L2', low: 20, high: 75 })],
  ['noise, aperture 5', noise(41, 50, 1, 3), settings({ aperture: 5, low: 1500, high: 7000 })],
  ['noise, aperture 7', noise(41, 50, 1, 4), settings({ aperture: 7, low: 20_000, high: 80_000 })],
  ['colours, blurred', noise(37, 45, 3, 5), settings({ sigma: 1, low: 60, high: 250 })],
  ['one line through all bands', winding(96), settings(windingSettings)],
  ['a blur wider than the picture', noise(20, 11, 1, 6), settings({ sigma: 4, low: 1, high: 8 })],
  ['discs', discs(200, 7), settings({ sigma: 1, low: 30, high: 120 })],
];

describe.each(cases)('%s', (_, picture, how) => {
  const whole = canny(picture, how).data;
  const count = whole.filter((value) => value === 255).length;

  test.each([
    1, 2, 3, 7, 16, 40, 1000,
  ])('the edges in bands of %i rows are those of the whole', async (rows) => {
    expect(count).toBeGreaterThan(10);
    expect(differing(await inBands(picture, how, rows), whole)).toBe(0);
  });
});

test('the line through all bands would be cut if bands were followed by themselves', async () => {
  const picture = winding(96);
  const how = settings(windingSettings);
  const alone = new Uint8Array(96 * 96);
  const rows = rowsOf(picture);
  for (let top = 0; top < 96; top += 16) alone.set(canny(await rows.read(top, 16), how).data, top * 96);
  expect(differing(alone, canny(picture, how).data)).toBeGreaterThan(1000);
});
