import { type Cache, kept, type Made } from '../cache.ts';
import type { Picture, Planes } from '../picture.ts';
import type { Source } from '../source.ts';
import { type Developed, type DevelopSettings, develop } from './develop.ts';

/** A source's planes and the working picture of them, with the keys that name them in the cache. */
export interface Opened {
  readonly planes: Planes;
  readonly decodeKey: string;
  readonly developed: Made<Developed>;
  readonly developKey: string;
  readonly settings: DevelopSettings;
}

const planesBytes = ({ channels }: Planes) => channels.reduce((sum, one) => sum + one.samples.byteLength, 0);
const pictureBytes = ({ data }: Picture) => data.byteLength;
const developedBytes = ({ grey, rgb, raw, light }: Developed) =>
  pictureBytes(grey) + pictureBytes(rgb) + (raw?.byteLength ?? 0) + (raw === light ? 0 : light.byteLength);

/**
 * The first two stages, each from the cache where it is there.
 *
 * @param settingsFor how to develop these planes.
 * @throws StudioError `file`; the signal's reason when aborted.
 */
export async function opened(
  source: Source,
  settingsFor: (planes: Planes) => DevelopSettings,
  context: { readonly cache: Cache; now(): number },
  signal: AbortSignal,
): Promise<Opened> {
  const decodeKey = `decode ${source.id}`;
  const { value: planes } = await kept(context, signal, decodeKey, planesBytes, () => source.decode());
  const settings = settingsFor(planes);
  const developKey = `develop ${JSON.stringify(settings)} ${decodeKey}`;
  const developed = await kept(context, signal, developKey, developedBytes, () => develop(planes, settings));
  return { planes, decodeKey, developed, developKey, settings };
}
