import { StudioError } from '../errors.ts';
import { Refusal } from '../formats/refusal.ts';
import { unzip, zip } from '../formats/zip.ts';
import type { Store } from '../store.ts';
import type { ModelHost } from './host.ts';
import { checkManifest, type Manifest } from './manifest.ts';
import { sha256 } from './sha256.ts';

/** The models that a person has trained or added, each a folder of the model folder's form. */
const FOLDER = 'models';
const folderOf = (id: string) => `${FOLDER}/${id}`;

/** A model of a person's own, with what the shelf shows of it. */
export interface OwnModel {
  readonly id: string;
  /** A PNG. */
  readonly sample: Uint8Array<ArrayBuffer>;
  /** Markdown. */
  readonly card: string;
}

async function manifestOf(store: Store, id: string): Promise<Manifest | null> {
  const bytes = await store.read(`${folderOf(id)}/manifest.json`);
  if (!bytes) return null;
  try {
    return checkManifest(JSON.parse(new TextDecoder().decode(bytes)), id);
  } catch {
    return null; // of another version of this page: no reason to show no shelf at all
  }
}

async function manifests(store: Store): Promise<Manifest[]> {
  const ids = (await store.list(FOLDER)).toSorted();
  const found = await Promise.all(ids.map((id) => manifestOf(store, id)));
  return found.filter((manifest) => manifest !== null);
}

/** A host's models and, after them, a person's own. */
export function withOwnModels(host: ModelHost, store: Store): ModelHost {
  return {
    manifests: async () => [...(await host.manifests()), ...(await manifests(store))],
    async part(id, part, onBytes, signal) {
      const bytes = await store.read(`${folderOf(id)}/${part.file}`);
      if (!bytes) return host.part(id, part, onBytes, signal);
      if ((await sha256(bytes)) !== part.sha256) {
        throw new StudioError('model', `${part.file} is damaged; take the model away and add it again.`);
      }
      onBytes(bytes.length);
      return bytes;
    },
  };
}

/** What the shelf shows of a person's own models. */
export async function ownModels(store: Store): Promise<OwnModel[]> {
  const all: OwnModel[] = [];
  for (const { id, sample } of await manifests(store)) {
    const picture = await store.read(`${folderOf(id)}/${sample}`);
    const card = await store.read(`${folderOf(id)}/card.md`);
    all.push({ id, sample: picture ?? new Uint8Array(), card: new TextDecoder().decode(card ?? undefined) });
  }
  return all;
}

/**
 * Keeps a model, in place of one of the same id.
 *
 * @param files of its folder, by name. The manifest is written last: without it there is no model.
 * @param shipped the ids of the models that came with the page, which it must not take.
 * @throws StudioError `model` where the folder is not whole, `storage` where there is no room for it.
 */
export async function keepModel(
  store: Store,
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
  shipped: readonly string[],
): Promise<Manifest> {
  const manifest = files.get('manifest.json');
  if (!manifest) throw new StudioError('model', 'There is no manifest.json: this is no model.');
  const checked = checkManifest(parsed(manifest), 'manifest.json');
  if (shipped.includes(checked.id)) {
    throw new StudioError('model', `${checked.title} (${checked.id}) is on the shelf already.`);
  }
  for (const { file, sha256: wanted } of checked.weights.parts) {
    const part = files.get(file);
    if (part && (await sha256(part)) === wanted) continue;
    const fault = part ? 'damaged' : 'missing';
    throw new StudioError('model', `${checked.title}: ${file} is ${fault}; export the model once more.`);
  }
  const folder = folderOf(checked.id);
  await store.remove(folder);
  try {
    for (const [name, bytes] of files) {
      if (name !== 'manifest.json') await store.write(`${folder}/${name}`, bytes);
    }
    await store.write(`${folder}/manifest.json`, manifest);
  } catch (error) {
    await store.remove(folder); // half a model takes room and is none
    throw error;
  }
  return checked;
}

function parsed(manifest: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(manifest));
  } catch (cause) {
    throw new StudioError('model', 'manifest.json is damaged: it is no JSON.', { cause });
  }
}

export const removeModel = (store: Store, id: string): Promise<void> => store.remove(folderOf(id));

/** A kept model's folder. @throws StudioError `model` where there is none of that id. */
export async function modelFiles(store: Store, id: string): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const name of await store.list(folderOf(id))) {
    files.set(name, (await store.read(`${folderOf(id)}/${name}`)) ?? new Uint8Array());
  }
  if (files.size === 0) throw new StudioError('model', `There is no model "${id}" of your own.`);
  return files;
}

/** A model's folder as a ZIP: `ID/manifest.json` and so on. */
export function zipModel(
  id: string,
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
): Promise<Uint8Array<ArrayBuffer>> {
  return zip(new Map(Array.from(files, ([name, bytes]) => [`${id}/${name}`, bytes])));
}

/**
 * The files of a model's folder from a ZIP that holds one, at any depth.
 *
 * @param name the ZIP's name, for the sentence of an error.
 * @throws StudioError `file` where it is damaged or holds no model, or several.
 */
export async function unzipModel(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const all = await unzip(bytes, (path) => !/(?:^|\/)(?:\.|__MACOSX\/)/.test(path)).catch(
    (cause: unknown) => {
      throw cause instanceof Refusal ? new StudioError('file', `${name} ${cause.message}`, { cause }) : cause;
    },
  );
  const found = [...all.keys()].filter((path) => /(?:^|\/)manifest\.json$/.test(path));
  const [manifest] = found;
  if (manifest === undefined || found.length > 1) {
    const what = found.length > 1 ? `${found.length} models` : 'no model';
    throw new StudioError('file', `${name} holds ${what}; add a ZIP of one model's folder.`);
  }
  const folder = manifest.slice(0, -'manifest.json'.length);
  const inside = [...all].filter(
    ([path]) => /^[^/]+$/.test(path.slice(folder.length)) && path.startsWith(folder),
  );
  return new Map(inside.map(([path, file]) => [path.slice(folder.length), file]));
}
