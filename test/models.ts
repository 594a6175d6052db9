import { readFile } from 'node:fs/promises';
import type { ModelHost } from '../src/engine/models/host.ts';
import { type Generator, loadModel } from '../src/engine/models/load.ts';
import { checkManifest, type Manifest } from '../src/engine/models/manifest.ts';

/** The shipped models, from `public/models`. */
export const SHIPPED = new URL('../public/models/', import.meta.url);

/** Where the trained generators lie beside the repository; not part of it. */
export const TRAINED = new URL('../../shared/weights/', import.meta.url);

export async function manifestOf(id: string): Promise<Manifest> {
  return checkManifest(JSON.parse(await readFile(new URL(`${id}/manifest.json`, SHIPPED), 'utf8')), id);
}

/** A generator whose parts are files of `folder/<id>/`. */
export function loaded(manifest: Manifest, folder: URL): Promise<Generator> {
  const host: ModelHost = {
    manifests: async () => [manifest],
    part: async (id, { file }) => new Uint8Array(await readFile(new URL(`${id}/${file}`, folder))),
  };
  return loadModel(manifest, host, () => {}, new AbortController().signal);
}
