import { MANIFEST, type Row, rowsIn } from '../../engine/batch/manifest.ts';
import { isPictureName } from '../../engine/batch/names.ts';
import { isZarrFolder } from '../../engine/formats/folder-zip.ts';

/** What Chromium adds to the handle of a folder that a person chose. */
interface AskingHandle extends FileSystemDirectoryHandle {
  queryPermission?(how: { mode: 'read' | 'readwrite' }): Promise<PermissionState>;
  requestPermission?(how: { mode: 'read' | 'readwrite' }): Promise<PermissionState>;
}

/** Where the page puts results aside that become a ZIP. */
const OWN = 'batch';

/** Whether a folder may be used, asking the person where that has to be; to be called within a press. */
export async function isPermitted(
  folder: FileSystemDirectoryHandle,
  mode: 'read' | 'readwrite',
): Promise<boolean> {
  const handle: AskingHandle = folder;
  if (!handle.queryPermission || !handle.requestPermission) return true;
  if ((await handle.queryPermission({ mode })) === 'granted') return true;
  return (await handle.requestPermission({ mode })) === 'granted';
}

/** As a person counts: `img_2` before `img_10`. */
const natural = new Intl.Collator('en', { numeric: true });

/**
 * The names of the pictures below a folder at any depth, as a person counts. Zarrs that are folders are left out: they are taken one at a time,
 * by the tray.
 *
 * @param except the path of a folder below it that is not looked into; null for none.
 */
export async function picturesBelow(
  folder: FileSystemDirectoryHandle,
  except: string | null,
): Promise<readonly string[]> {
  const found: string[] = [];
  const walk = async (at: FileSystemDirectoryHandle, above: string) => {
    const inside: FileSystemHandle[] = [];
    for await (const entry of at.values()) inside.push(entry);
    if (isZarrFolder(inside.map(({ name }) => name))) return;
    for (const entry of inside.sort((a, b) => natural.compare(a.name, b.name))) {
      const path = above + entry.name;
      if (path === except) continue;
      if (entry.kind === 'directory') await walk(await at.getDirectoryHandle(entry.name), `${path}/`);
      else if (isPictureName(entry.name)) found.push(path);
    }
  };
  await walk(folder, '');
  return found;
}

/** @throws DOMException where it is no longer there. */
export async function fileAt(folder: FileSystemDirectoryHandle, path: string): Promise<File> {
  const names = path.split('/');
  const last = names.pop() ?? '';
  let at = folder;
  for (const name of names) at = await at.getDirectoryHandle(name);
  return (await at.getFileHandle(last)).getFile();
}

/** The rows of the manifest in a folder; none where there is none. */
export async function rowsOf(folder: FileSystemDirectoryHandle): Promise<readonly Row[]> {
  const file = await fileAt(folder, MANIFEST).catch(() => null);
  return file ? rowsIn(await file.text()).rows : [];
}

/** The page's own folder for the results of a batch; null where the browser keeps no files for it. @param emptied forgets what is in it. */
export async function ownFolder(emptied: boolean): Promise<FileSystemDirectoryHandle | null> {
  try {
    const root = await navigator.storage.getDirectory();
    if (emptied) await root.removeEntry(OWN, { recursive: true }).catch(() => {}); // there may be none
    return await root.getDirectoryHandle(OWN, { create: true });
  } catch {
    return null;
  }
}

/** Forgets the page's own folder. */
export async function forgetOwnFolder(): Promise<void> {
  const root = await navigator.storage?.getDirectory().catch(() => null);
  await root?.removeEntry(OWN, { recursive: true }).catch(() => {});
}
