import { type Cache, kept, type Made } from '../cache.ts';
import { StudioError } from '../errors.ts';
import type { Axes, Picture, Planes } from '../picture.ts';
import type { DevelopRecipe } from '../recipe.ts';
import type { Source } from '../source.ts';
import { type Developed, type DevelopSettings, develop, wholeFile } from './develop.ts';
import { projected } from './projection.ts';

/** A source's planes and the working picture of them, with the keys that name them in the cache. */
export interface Opened {
  /** Read anew where the cache has let them go, so that a working picture that stands there costs no reading. */
  planes(): Promise<Planes>;
  readonly decodeKey: string;
  readonly developed: Made<Developed>;
  readonly developKey: string;
  /** Names the grey picture alone, which does not follow from how channels are shown. */
  readonly greyKey: string;
  readonly settings: DevelopSettings;
}

export const planesBytes = ({ channels }: Planes) =>
  channels.reduce((sum, one) => sum + one.samples.byteLength, 0);
const pictureBytes = ({ data }: Picture) => data.byteLength;
export const developedBytes = ({ grey, rgb, raw, light }: Developed) =>
  pictureBytes(grey) + pictureBytes(rgb) + (raw?.byteLength ?? 0) + (raw === light ? 0 : light.byteLength);

/**
 * The plane of a stack that a recipe names, or its planes as one.
 *
 * @throws StudioError `recipe` where the picture lacks it; `file`.
 */
export async function planeOf(
  source: Source,
  { z, time: t }: Pick<DevelopRecipe, 'z' | 'time'>,
): Promise<Planes> {
  if (z === 0 && t === 0) return source.decode();
  const { axes, read } = await source.open();
  const asked = planesAsked(axes, { z, time: t });
  if (typeof asked.z === 'number') return read({ z: asked.z, t });
  return projected(axes.z, asked.z, (plane) => read({ z: plane, t }));
}

/** Names planes in the cache. */
export const keyOfPlanes = (source: Source, { z, time }: Pick<DevelopRecipe, 'z' | 'time'>) =>
  `decode ${source.id} ${z} ${time}`;

const keyOfDeveloped = (settings: DevelopSettings, decodeKey: string) =>
  `develop ${JSON.stringify(settings)} ${decodeKey}`;

/** Whether what a recipe asks for of a source has been read, and is still there, or its working picture is. */
export const isRead = (source: Source, recipe: DevelopRecipe, cache: Cache): boolean => {
  const decodeKey = keyOfPlanes(source, recipe);
  return [decodeKey, keyOfDeveloped(recipe, decodeKey)].some((key) => cache.get(key) !== undefined);
};

/**
 * The first plane of a source, from the cache where a render left it. What is read here is not kept: thumbnails of a hundred pictures
 * would drive out what the one in work needs.
 *
 * @throws StudioError `file`.
 */
export async function firstPlanes(source: Source, cache: Cache): Promise<Planes> {
  const made = cache.get(keyOfPlanes(source, { z: 0, time: 0 })) as Omit<Made<Planes>, 'cached'> | undefined; // as `opened` puts it
  return made?.value ?? (await source.decode());
}

/**
 * What a recipe asks for of a stack: a projection of a single plane is that plane.
 *
 * @throws StudioError `recipe` where the picture lacks it.
 */
export function planesAsked(
  axes: Axes,
  { z, time: t }: Pick<DevelopRecipe, 'z' | 'time'>,
): { readonly z: DevelopRecipe['z']; readonly t: number } {
  const lacks =
    t >= axes.t ? ['time', t, axes.t] : typeof z === 'number' && z >= axes.z ? ['plane', z, axes.z] : null;
  if (lacks) {
    const [what, asked, there] = lacks;
    throw new StudioError(
      'recipe',
      `The recipe asks for ${what} ${asked}, the picture has ${there}, from 0.`,
    );
  }
  return { z: typeof z !== 'number' && axes.z === 1 ? 0 : z, t };
}

/** Names what the grey picture follows from. */
export const greySettings = ({ channels, ...rest }: DevelopSettings) =>
  JSON.stringify(rest.channel === 'composite' ? { ...rest, channels } : rest);

/**
 * The first two stages, each from the cache where it is there.
 *
 * @param whole keeps the file's own pixels, all of them, whatever the recipe's frame and size.
 * @throws StudioError `file` or `recipe`; the signal's reason when aborted.
 */
export async function opened(
  source: Source,
  recipe: DevelopRecipe,
  context: { readonly cache: Cache; now(): number },
  signal: AbortSignal,
  whole = false,
): Promise<Opened> {
  const decodeKey = keyOfPlanes(source, recipe);
  let held: Planes | undefined;
  const planes = async () => {
    held ??= (await kept(context, signal, decodeKey, planesBytes, () => planeOf(source, recipe))).value;
    return held;
  };
  const settings = whole ? wholeFile(recipe, await planes()) : recipe;
  const developKey = keyOfDeveloped(settings, decodeKey);
  const greyKey = `grey ${greySettings(settings)} ${decodeKey}`;
  if (context.cache.get(developKey) === undefined) await planes(); // before its seconds begin
  const developed = await kept(context, signal, developKey, developedBytes, async () =>
    develop(await planes(), settings),
  );
  return { planes, decodeKey, developed, developKey, greyKey, settings };
}
