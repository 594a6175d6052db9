import type { FilmEncoder, FilmFormat, FilmPlan } from './plan.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The formats that a film of this size can have here, the most widely played first. */
export async function filmFormats({ width, height }: Size): Promise<readonly FilmFormat[]> {
  if (!('VideoEncoder' in globalThis)) return ['gif'];
  const { videoCodec } = await import('./video.ts');
  const codecs = await Promise.all([videoCodec('mp4', width, height), videoCodec('webm', width, height)]);
  return [...(['mp4', 'webm'] as const).filter((_, i) => codecs[i] !== null), 'gif'];
}

/** @throws StudioError `film` where the browser does not encode the format. */
export async function openEncoder(format: FilmFormat, plan: FilmPlan): Promise<FilmEncoder> {
  if (format === 'gif') return (await import('./gif.ts')).gifEncoder(plan);
  return (await import('./video.ts')).videoEncoder(format, plan);
}
