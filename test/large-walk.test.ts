import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileScratch } from '../src/cli/file-scratch.ts';
import type { Generator } from '../src/engine/models/load.ts';
import { tilesOf } from '../src/engine/tiles/layers-walked.ts';
import { spilling } from '../src/engine/tiles/scratch.ts';
import { inputOf, mixedField } from './mixed-field.ts';
import { loaded, manifestOf, SHIPPED } from './models.ts';
import { acrossOver, seams, stepsAcross } from './seams.ts';
import { inOnePiece, off, place, walked } from './walked.ts';
import { startWasm } from './wasm.ts';

// Some minutes and 3 GB: with EOSIN_LARGE=1. The same at sizes that a quick tier bears is in src/engine/tiles/walk.test.ts.

const say = (what: string, figures: unknown) => process.stdout.write(`${what}: ${JSON.stringify(figures)}\n`);

/** The gradient across the borders of tiles over that elsewhere. */
function seamsOf(rgb: Uint8Array, side: number, tile: number) {
  const lines = Array.from({ length: Math.ceil(side / tile) - 1 }, (_, i) => (i + 1) * tile);
  return seams(
    { width: side, height: side, values: Float32Array.from(rgb) },
    { rows: lines, columns: lines },
  );
}

/** The same of two pictures, one over the other: a net has steeper lines of its own at multiples of its strides. */
function expectSame(found: ReturnType<typeof seamsOf>, expected: ReturnType<typeof seamsOf>): void {
  expect(Math.abs(found.rows / expected.rows - 1)).toBeLessThan(0.02);
  expect(Math.abs(found.columns / expected.columns - 1)).toBeLessThan(0.02);
}

/**
 * The gradient across lines that are borders of tiles of 512 and lie inside of tiles of 1024, over that of all other lines, in both
 * pictures; and over what it ranges for as many lines at other places of the first, none a border: a picture's own lines differ by
 * some percent, so that 1 is no measure of them.
 */
function bordersBeside(small: Uint8Array, large: Uint8Array, side: number) {
  const steps = [small, large].map((rgb) =>
    stepsAcross({ width: side, height: side, values: Float32Array.from(rgb) }),
  );
  const lines = (shift: number) => Array.from({ length: side / 1024 }, (_, i) => 512 + 1024 * i + shift);
  const [ofSmall, ofLarge] = steps as [(typeof steps)[0], (typeof steps)[0]]; // two
  const along = (way: 'rows' | 'columns') => {
    const others = Array.from({ length: 63 }, (_, i) => acrossOver(ofSmall[way], lines(8 * (i - 31) || 4)));
    return {
      border: acrossOver(ofSmall[way], lines(0)),
      inside: acrossOver(ofLarge[way], lines(0)),
      elsewhere: { least: Math.min(...others), most: Math.max(...others) },
    };
  };
  return { rows: along('rows'), columns: along('columns'), apart: lines(0) };
}

/** The square inside a frame. */
function inside(rgb: Uint8Array, side: number, frame: number): Uint8Array {
  const inner = side - 2 * frame;
  const out = new Uint8Array(inner * inner * 3);
  for (let y = 0; y < inner; y++) {
    const from = ((frame + y) * side + frame) * 3;
    out.set(rgb.subarray(from, from + 3 * inner), y * inner * 3);
  }
  return out;
}

describe.runIf(process.env.EOSIN_LARGE === '1')(
  'blood-stain over large pictures',
  { timeout: 3_000_000 },
  () => {
    const files = fileScratch();
    const scratch = spilling(2 ** 26, files);
    let generator: Generator;
    beforeAll(async () => {
      await startWasm();
      generator = await loaded(await manifestOf('blood-stain'), SHIPPED);
    });
    afterAll(() => {
      generator.dispose();
      files.end();
    });

    test('1536 px in tiles are those of one piece; with statistics of their own they are not', async () => {
      const side = 1536;
      const input = inputOf(mixedField(side));
      const whole = new Uint8Array(side * side * 3);
      place(whole, side, { x: 0, y: 0, width: side, height: side }, await inOnePiece(generator, input, side));
      const alone = new Uint8Array(side * side * 3);
      for (const tile of tilesOf(side, side, 512)) {
        place(alone, side, tile, await inOnePiece(generator, input, side, tile));
      }
      const tiled = await walked(generator, input, side, 512, scratch);
      const framed = (rgb: Uint8Array) => inside(rgb, side, 128);
      const found = { tiled: off(framed(tiled), framed(whole)), alone: off(framed(alone), framed(whole)) };
      const [ofWhole, ofTiled, ofAlone] = [whole, tiled, alone].map((rgb) => seamsOf(rgb, side, 512)) as [
        ReturnType<typeof seamsOf>,
        ReturnType<typeof seamsOf>,
        ReturnType<typeof seamsOf>,
      ]; // three
      const borders = { ofWhole, ofTiled, ofAlone };
      say('1536 px, off one piece; borders of one piece, tiled, alone', { ...found, borders });
      expect(found.tiled.mean).toBeLessThan(0.5);
      expect(found.alone.mean).toBeGreaterThan(0.5);
      expectSame(ofTiled, ofWhole);
      expect(ofAlone.rows / ofWhole.rows).toBeGreaterThan(1.02);
    });

    test('4096 px in tiles of 512 are those in tiles of 1024, and no border is seen', async () => {
      const side = 4096;
      const input = inputOf(mixedField(side));
      const small = await walked(generator, input, side, 512, scratch);
      const large = await walked(generator, input, side, 1024, scratch);
      const found = off(small, large);
      const { rows, columns, apart } = bordersBeside(small, large, side);
      say('4096 px, 512 against 1024', { ...found, rows, columns, apart });
      expect(found.mean).toBeLessThan(0.1);
      expect(found.most).toBeLessThanOrEqual(2);
      for (const { border, inside, elsewhere } of [rows, columns]) {
        expect(Math.abs(border / inside - 1)).toBeLessThan(0.02);
        expect(border).toBeGreaterThan(elsewhere.least);
        expect(border).toBeLessThan(elsewhere.most);
      }
    });
  },
);
