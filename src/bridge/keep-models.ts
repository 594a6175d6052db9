import type { OpenModelHost, Part } from '../engine/models/host.ts';
import {
  type CellsManifest,
  checkCellsManifest,
  checkDreamManifest,
  checkManifest,
  type DreamManifest,
  isCellsManifest,
  isDreamManifest,
  type Manifest,
  partsOf,
} from '../engine/models/manifest.ts';
import type { Progress, ProgressEvent } from '../engine/render-event.ts';
import { fromCallback } from '../engine/steps/from-callback.ts';
import { patiently } from './patiently.ts';

const sizeOf = (parts: readonly Part[]) => parts.reduce((sum, { bytes }) => sum + bytes, 0);

/** A model of the host's own list, as far as it matters here; one that does not fit is on no shelf. */
function checked(value: unknown): readonly (Manifest | DreamManifest | CellsManifest)[] {
  try {
    if (isCellsManifest(value)) return [checkCellsManifest(value, '')];
    return [isDreamManifest(value) ? checkDreamManifest(value, '') : checkManifest(value, '')];
  } catch {
    return [];
  }
}

async function allMissing(host: OpenModelHost) {
  const models = (await host.manifests()).flatMap(checked);
  const all = models.map(async (model) => ({ model, parts: await host.missing(partsOf(model)) }));
  return (await Promise.all(all)).filter(({ parts }) => parts.length > 0);
}

/** @returns what all models of a host that are not kept as yet would download, in bytes. */
export async function missingModels(host: OpenModelHost): Promise<{ bytes: number }> {
  const missing = await allMissing(host);
  return { bytes: missing.reduce((sum, { parts }) => sum + sizeOf(parts), 0) };
}

const megabytes = (bytes: number) => Math.round(bytes / 1e6);

const soFar = (title: string, done: number, of: number): Progress => ({
  stage: 'colour',
  words: `Downloading ${title}, ${megabytes(done)} of ${megabytes(of)} MB in all`,
  done,
  of,
});

/**
 * Downloads all models of a host that are not kept as yet, part by part: what has come stays, whenever it is stopped.
 *
 * @returns what is still missing: a full disk keeps nothing more.
 * @throws StudioError `model` where one cannot be had; the signal's reason when aborted.
 */
export async function* keepModels(
  host: OpenModelHost,
  signal: AbortSignal,
): AsyncGenerator<ProgressEvent | null, { bytes: number }> {
  const missing = await allMissing(host);
  const of = missing.reduce((sum, { parts }) => sum + sizeOf(parts), 0);
  let before = 0;
  for (const { model, parts } of missing) {
    for (const part of parts) {
      const download = fromCallback<number, unknown>((tell) => host.part(model.id, part, tell, signal));
      for await (const done of patiently(download)) {
        yield done === null ? null : { type: 'progress', progress: soFar(model.title, before + done, of) };
      }
      before += part.bytes;
    }
  }
  return await missingModels(host);
}
