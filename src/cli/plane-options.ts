import type { DevelopRecipe } from '../engine/recipe.ts';
import { projections } from '../engine/recipe-develop.ts';
import { numberIn, WrongUse, wholeNumberIn } from './verb.ts';

/** Options that name a plane of a file, as `parsed` takes them. */
export const planeOptions = {
  channel: { type: 'string' },
  z: { type: 'string' },
  time: { type: 'string' },
} as const;

/** Options that name the part of it to work on. */
export const partOptions = { crop: { type: 'string' }, scale: { type: 'string' } } as const;

type Values<Options> = { readonly [option in keyof Options]?: string | undefined };

const MOST = 1_000_000;

/** What they mean, for a verb's help. */
export const planeHelp = `  --channel N        reads this channel, from 0, or "composite": the grey of all channels laid over each other. Default: grey,
                     as the file shows it
  --z N|HOW          the plane in depth, from 0; or max, mean, sum or sharpest of all of them. Default: 0
  --time N           the plane in time, from 0. Default: 0`;

/** The settings that name a plane. @throws WrongUse where one does not fit. */
export function planeIn(values: Values<typeof planeOptions>): Partial<DevelopRecipe> {
  const { channel, z, time } = values;
  const projection = projections.find((one) => one === z);
  return {
    ...(channel !== undefined && {
      channel:
        channel === 'grey' || channel === 'composite'
          ? channel
          : wholeNumberIn('channel', channel, { least: 0, most: 10_000 }),
    }),
    ...(z !== undefined && { z: projection ?? wholeNumberIn('z', z, { least: 0, most: MOST }) }),
    ...(time !== undefined && { time: wholeNumberIn('time', time, { least: 0, most: MOST }) }),
  };
}

/** The settings that name a part. A crop keeps the file's own pixels where no scale is given. @throws WrongUse where one does not fit. */
export function partIn({ crop, scale }: Values<typeof partOptions>): Partial<DevelopRecipe> {
  const times = scale === undefined ? null : numberIn('scale', scale, { least: 1 / 256, most: 16 });
  if (crop === undefined) return times === null ? {} : { frame: 'fit', scale: times };
  const [x = -1, y = -1, width = 0, height = 0, ...more] = crop.split(',').map(Number);
  const all = [x, y, width, height];
  const fits = all.every(Number.isSafeInteger) && x >= 0 && y >= 0 && width >= 1 && height >= 1;
  if (!fits || more.length > 0) {
    throw new WrongUse(
      `--crop takes left, top, width and height in the file's own pixels, as 100,50,512,512; "${crop}" is none.`,
    );
  }
  return { frame: 'part', part: [x, y, width, height], scale: times ?? 1 };
}
