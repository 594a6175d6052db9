import { StudioError } from '../errors.ts';
import { Refusal } from '../formats/refusal.ts';
import { unzip, zip } from '../formats/zip.ts';
import type { Store } from '../store.ts';
import type { ModelHost } from './host.ts';
import { checkOwnManifest, type OwnManifest, partsOf } from './manifest.ts';
import { sha256 } from './sha256.ts';

/**
 * The models that a person has trained or added, each a folder of the model folder's form. It is called by the model's id;
 * one that took the place of another `ID.2`, `ID.3` and so on, so that the one before goes only when the new one is whole.
 */
const FOLDER = 'models';

/** Where models of an id lie, the newest first. */
async function foldersOf(store: Store, id: string): Promise<string[]> {
  const turnOf = (name: string) => Number(/\.(\d+)$/.exec(name)?.[1] ?? 1);
  return (await store.list(FOLDER))
    .filter((name) => idIn(name) === id)
    .toSorted((a, b) => turnOf(b) - turnOf(a))
    .map((name) => `${FOLDER}/${name}`);
}

const idIn = (folder: string) => folder.replace(/\.\d+$/, '');

/** A folder after these, the newest of which is the first. */
const nextFolder = (id: string, [newest]: readonly string[]) =>
  newest === undefined
    ? `${FOLDER}/${id}`
    : `${FOLDER}/${id}.${1 + Number(/\.(\d+)$/.exec(newest)?.[1] ?? 1)}`;

/** A model of a person's own, with what the shelf shows of it. */
export interface OwnModel {
  readonly id: string;
  /** A PNG. */
  readonly sample: Uint8Array<ArrayBuffer>;
  /** Markdown. */
  readonly card: string;
}

/** A model that is kept, and where. */
interface Kept {
  readonly folder: string;
  readonly manifest: OwnManifest;
}

/**
 * The newest model of an id whose manifest can be read.
 *
 * @returns a sentence where none can; null where there is no manifest: such a model was never whole.
 */
async function keptOf(store: Store, id: string): Promise<Kept | string | null> {
  let fault: string | null = null;
  for (const folder of await foldersOf(store, id)) {
    const bytes = await store.read(`${folder}/manifest.json`);
    if (!bytes) continue;
    try {
      return { folder, manifest: checkOwnManifest(parsed(bytes), id) };
    } catch (error) {
      if (!(error instanceof StudioError)) throw error;
      fault ??= `Your own model "${id}" cannot be read and is left out; add or train it anew. (${error.message})`;
    }
  }
  return fault;
}

async function allKept(store: Store): Promise<readonly (Kept | string)[]> {
  const ids = [...new Set((await store.list(FOLDER)).map(idIn))].toSorted();
  const found = await Promise.all(ids.map((id) => keptOf(store, id)));
  return found.filter((one) => one !== null);
}

const isKept = (one: Kept | string | null): one is Kept => typeof one === 'object' && one !== null;

/** A host's models and, after them, a person's own. */
export function withOwnModels(host: ModelHost, store: Store): ModelHost {
  return {
    manifests: async () => [
      ...(await host.manifests()),
      ...(await allKept(store)).filter(isKept).map(({ manifest }) => manifest),
    ],
    unread: async () => [
      ...((await host.unread?.()) ?? []),
      ...(await allKept(store)).filter((one) => typeof one === 'string'),
    ],
    async part(id, part, onBytes, signal) {
      let isDamaged = false;
      for (const folder of await foldersOf(store, id)) {
        const bytes = await store.read(`${folder}/${part.file}`);
        if (!bytes) continue;
        if ((await sha256(bytes)) === part.sha256) return bytes;
        isDamaged = true; // or of the model before
      }
      if (!isDamaged) return host.part(id, part, onBytes, signal);
      throw new StudioError('model', `${part.file} is damaged; take the model away and add it again.`);
    },
  };
}

/** What the shelf shows of a person's own models. */
export async function ownModels(store: Store): Promise<OwnModel[]> {
  const all: OwnModel[] = [];
  for (const { folder, manifest } of (await allKept(store)).filter(isKept)) {
    const { id, sample } = manifest;
    const picture = await store.read(`${folder}/${sample}`);
    const card = await store.read(`${folder}/card.md`);
    all.push({ id, sample: picture ?? new Uint8Array(), card: new TextDecoder().decode(card ?? undefined) });
  }
  return all;
}

/**
 * Keeps a model, in place of one of the same id, which goes only when this one is whole.
 *
 * @param files of its folder, by name. The manifest is written last: without it there is no model.
 * @param shipped the ids of the models that came with the page, which it must not take.
 * @throws StudioError `model` where the folder is not whole, `storage` where there is no room for it.
 */
export async function keepModel(
  store: Store,
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
  shipped: readonly string[],
): Promise<OwnManifest> {
  const manifest = files.get('manifest.json');
  if (!manifest) throw new StudioError('model', 'There is no manifest.json: this is no model.');
  const checked = checkOwnManifest(parsed(manifest), 'manifest.json');
  if (shipped.includes(checked.id)) {
    throw new StudioError('model', `${checked.title} (${checked.id}) is on the shelf already.`);
  }
  for (const { file, sha256: wanted } of partsOf(checked)) {
    const part = files.get(file);
    if (part && (await sha256(part)) === wanted) continue;
    const fault = part ? 'damaged' : 'missing';
    throw new StudioError('model', `${checked.title}: ${file} is ${fault}; export the model once more.`);
  }
  const before = await foldersOf(store, checked.id);
  const folder = nextFolder(checked.id, before);
  try {
    for (const [name, bytes] of files) {
      if (name !== 'manifest.json') await store.write(`${folder}/${name}`, bytes);
    }
    await store.write(`${folder}/manifest.json`, manifest);
  } catch (error) {
    await store.remove(folder); // half a model takes room and is none
    throw error;
  }
  for (const old of before) await store.remove(old).catch(() => {}); // the newest counts also beside it
  return checked;
}

function parsed(manifest: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(manifest));
  } catch (cause) {
    throw new StudioError('model', 'manifest.json is damaged: it is no JSON.', { cause });
  }
}

export async function removeModel(store: Store, id: string): Promise<void> {
  for (const folder of await foldersOf(store, id)) await store.remove(folder);
}

/** A kept model's folder. @throws StudioError `model` where there is none of that id, or it cannot be read. */
export async function modelFiles(store: Store, id: string): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const kept = await keptOf(store, id);
  if (!isKept(kept)) throw new StudioError('model', kept ?? `There is no model "${id}" of your own.`);
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const name of await store.list(kept.folder)) {
    files.set(name, (await store.read(`${kept.folder}/${name}`)) ?? new Uint8Array());
  }
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
