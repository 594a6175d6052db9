import { isPictureName } from '../../engine/batch/names.ts';
import { picturesBelow } from '../../state/batch/folders.ts';
import { type PlannedPicture, plainPicture } from '../../state/batch/plan.ts';

/** A folder of pictures that was chosen or dropped. */
export interface ChosenFolder {
  readonly name: string;
  /** Null where the browser gave its files and not the folder. */
  readonly handle: FileSystemDirectoryHandle | null;
  readonly pictures: readonly PlannedPicture[];
}

export async function folderOf(handle: FileSystemDirectoryHandle): Promise<ChosenFolder> {
  const names = await picturesBelow(handle, null);
  return { name: handle.name, handle, pictures: names.map((name) => plainPicture(name, null)) };
}

/** The folder whose files an input gave. */
export function folderOfFiles(files: readonly File[]): ChosenFolder {
  const natural = new Intl.Collator('en', { numeric: true });
  const visit = Date.now().toString(36);
  const placed = files.map((file) => {
    const [top = '', ...below] = file.webkitRelativePath.split('/');
    return { file, top, name: below.join('/') || file.name };
  });
  return {
    name: placed[0]?.top || 'Chosen files',
    handle: null,
    pictures: placed
      .filter(({ file, name }) => isPictureName(file.name) && !name.includes('.zarr/'))
      .sort((a, b) => natural.compare(a.name, b.name))
      .map(({ file, name }, i) =>
        plainPicture(name, { kind: 'file', id: `batch ${visit} ${i}`, name, blob: file }),
      ),
  };
}

/**
 * The pictures of a folder without those of the results, where these lie below it.
 *
 * @returns null where both are one folder.
 */
export async function besideResults(
  { handle, pictures }: ChosenFolder,
  to: FileSystemDirectoryHandle,
): Promise<readonly PlannedPicture[] | null> {
  const path = await handle?.resolve(to);
  if (!path) return pictures;
  if (path.length === 0) return null;
  const results = `${path.join('/')}/`;
  return pictures.filter(({ name }) => !name.startsWith(results));
}
