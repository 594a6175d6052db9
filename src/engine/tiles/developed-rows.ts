import type { Picture } from '../picture.ts';
import type { DevelopRecipe } from '../recipe.ts';
import { AUTOMATIC, looksOf, spanned, type ValueRange } from '../stages/composite.ts';
import { groundOf, hasDeepColours, sharesOf, type Tones, toned } from '../stages/develop.ts';
import { percentilesOfParts } from './percentiles-of-parts.ts';
import type { PlaneWindows } from './plane-windows.ts';
import { bandsOf, type Rows } from './rows.ts';
import type { Aside, Scratch } from './scratch.ts';

/** The developed picture of a file of any size, put aside. */
export interface DevelopedRows {
  readonly grey: Rows;
  readonly rgb: Rows;
  close(): void;
}

/** Rows that lie aside as bytes. */
export function rowsAside(aside: Aside, width: number, height: number, channels: 1 | 3): Rows {
  const stride = width * channels;
  return {
    width,
    height,
    channels,
    read: async (top, count) => ({
      width,
      height: count,
      channels,
      data: aside.read(top * stride, count * stride),
    }),
  };
}

const none = new Float32Array();

/** Rows that are developed at once of those that were read: as floats of a wide picture they would weigh more than all else. */
const DEVELOPED = 64;

/** The values of stains that become dark and bright: of the whole plane, as in a picture that is held. */
async function rangesOf(file: PlaneWindows, recipe: DevelopRecipe, rows: number): Promise<ValueRange[]> {
  const { width, height } = file.whole;
  const looks = looksOf(await file.read({ x: 0, y: 0, width: 1, height: 1 }), recipe.channels);
  const ranges: ValueRange[] = [];
  for (const [c, look] of (looks ?? []).entries()) {
    if (look.range || !look.shown) {
      ranges.push(look.range ?? [0, 1]);
      continue;
    }
    const found = await percentilesOfParts(async function* () {
      for (const { top, end } of bandsOf(height, rows)) {
        const { channels } = await file.read({ x: 0, y: top, width, height: end - top });
        yield Float32Array.from(channels[c]?.samples ?? none);
      }
    }, AUTOMATIC);
    ranges.push(spanned(found));
  }
  return ranges;
}

/**
 * `develop()` at the file's own pixels, some rows at a time: once or more for black and white, then once for the picture, which
 * is put aside as bytes.
 *
 * @param rows that are read at once.
 */
export async function* developedRows(
  file: PlaneWindows,
  recipe: DevelopRecipe,
  rows: number,
  scratch: Scratch,
): AsyncGenerator<{ done: number; of: number }, DevelopedRows> {
  const { part } = file;
  const { width, height } = part;
  const bands = bandsOf(height, rows);
  const ranges = await rangesOf(file, recipe, rows);
  async function* groundsIn({ top, end }: { top: number; end: number }) {
    const planes = await file.read({ x: part.x, y: part.y + top, width, height: end - top });
    for (const some of bandsOf(end - top, DEVELOPED)) {
      const [y, height] = [some.top, some.end - some.top];
      const settings = { ...recipe, frame: 'part' as const, scale: 1 };
      settings.part = [0, y, width, height];
      yield { top: top + y, ground: groundOf(planes, settings, ranges) };
    }
  }
  const shares = sharesOf(recipe);
  const { value: first } = await groundsIn({ top: 0, end: 1 }).next();
  const isDeep = first !== undefined && hasDeepColours(first.ground);
  const tones: Tones = {
    ranges,
    grey: await percentilesOfParts(async function* () {
      for (const band of bands) for await (const { ground } of groundsIn(band)) yield ground.luminance;
    }, shares),
    colours: isDeep
      ? await percentilesOfParts(async function* () {
          for (const band of bands) for await (const { ground } of groundsIn(band)) yield* ground.values;
        }, shares)
      : [],
  };
  const grey = await scratch.open(width * height);
  const rgb = await scratch.open(3 * width * height);
  const close = () => {
    grey.close();
    rgb.close();
  };
  let isDone = false;
  try {
    for (const [i, band] of bands.entries()) {
      for await (const { top, ground } of groundsIn(band)) {
        const made: { grey: Picture; rgb: Picture } = toned(ground, recipe.gamma, tones);
        grey.write(top * width, made.grey.data);
        rgb.write(top * width * 3, made.rgb.data);
      }
      yield { done: i + 1, of: bands.length };
    }
    isDone = true;
  } finally {
    if (!isDone) close(); // also where nobody goes on
  }
  return { grey: rowsAside(grey, width, height, 1), rgb: rowsAside(rgb, width, height, 3), close };
}
