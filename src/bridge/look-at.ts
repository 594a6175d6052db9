import type { Cache } from '../engine/cache.ts';
import { resizePicture } from '../engine/ops/resize.ts';
import type { Picture } from '../engine/picture.ts';
import { defaultRecipe } from '../engine/recipe.ts';
import type { Source } from '../engine/source.ts';
import { channelNames } from '../engine/stages/channel-names.ts';
import { looksOf } from '../engine/stages/composite.ts';
import { develop } from '../engine/stages/develop.ts';
import { kindOfPlanes } from '../engine/stages/kind.ts';
import { firstPlanes } from '../engine/stages/opened.ts';
import { warningAbout } from '../engine/warning.ts';
import type { FileFacts } from './messages.ts';
import { toRgba } from './to-rgba.ts';

/**
 * What a picture holds, and a small picture of it.
 *
 * @param side the most that the small picture measures, in pixels.
 * @returns the small picture as RGBA.
 * @throws StudioError `file`, beginning with the picture's name.
 */
export async function lookAt(
  source: Source,
  cache: Cache,
  side: number,
): Promise<{ picture: Picture; facts: FileFacts }> {
  const planes = await firstPlanes(source, cache);
  const { width, height, bitDepth } = planes;
  const names = channelNames(planes);
  const looks = looksOf(planes, null) ?? [];
  const facts: FileFacts = {
    width,
    height,
    bitDepth,
    channels: names,
    axes: planes.axes ?? { c: planes.channels.length, z: 1, t: 1 },
    stains: looks.map((look, c) => ({ name: names[c] ?? `Channel ${c + 1}`, look })),
    hasColours: looks.length > 1 || planes.photometric.kind !== 'grey',
    kind: kindOfPlanes(planes),
    warning: warningAbout(source.name, planes),
  };
  const { rgb } = develop(planes, { ...defaultRecipe.develop, frame: 'fit', size: 256 });
  const scale = Math.min(1, side / Math.max(rgb.width, rgb.height));
  const small = resizePicture(
    rgb,
    Math.max(1, Math.round(rgb.width * scale)),
    Math.max(1, Math.round(rgb.height * scale)),
  );
  return { picture: toRgba(small), facts };
}
