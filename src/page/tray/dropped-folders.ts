import { isPictureName } from '../../engine/batch/names.ts';
import { describedFirst, folderZip, isZarrFolder } from '../../engine/formats/folder-zip.ts';

/** As a person counts: `img_2` before `img_10`. */
const natural = new Intl.Collator('en', { numeric: true });

const readBatch = (reader: FileSystemDirectoryReader) =>
  new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));

const fileOf = (entry: FileSystemEntry) =>
  new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)); // isFile says so

async function entriesIn(folder: FileSystemEntry): Promise<FileSystemEntry[]> {
  const reader = (folder as FileSystemDirectoryEntry).createReader(); // not a file, so a folder
  const inside: FileSystemEntry[] = [];
  // A reader gives at most 100 entries at a time, and none at the end.
  for (let batch = await readBatch(reader); batch.length > 0; batch = await readBatch(reader)) {
    inside.push(...batch);
  }
  return inside;
}

interface FileAt {
  readonly path: string;
  readonly file: File;
}

/** All files below a folder, by their path from its top. */
async function* filesBelow(inside: readonly FileSystemEntry[], above = ''): AsyncGenerator<FileAt> {
  for (const entry of inside) {
    const path = above + entry.name;
    if (entry.isFile) yield { path, file: await fileOf(entry) };
    else yield* filesBelow(await entriesIn(entry), `${path}/`);
  }
}

/** The folder of a Zarr as one file, whose bytes stay where they lie. */
async function zarrFile(name: string, inside: readonly FileSystemEntry[]): Promise<File> {
  const found: FileAt[] = [];
  for await (const one of filesBelow(inside)) found.push(one);
  const files = describedFirst(found);
  const { before, after } = folderZip(files.map(({ path, file }) => ({ path, size: file.size })));
  const parts = files.flatMap(({ file }, i) => [before[i] ?? '', file]);
  return new File([...parts, after], name);
}

/** The files of a dropped entry, as `droppedFiles` says. */
export async function filesOf(entry: FileSystemEntry, isInFolder: boolean): Promise<File[]> {
  if (entry.isFile) return isInFolder && !isPictureName(entry.name) ? [] : [await fileOf(entry)];
  const inside = await entriesIn(entry);
  if (isZarrFolder(inside.map(({ name }) => name))) return [await zarrFile(entry.name, inside)];
  const files: File[] = [];
  for (const entry of inside.sort((a, b) => natural.compare(a.name, b.name))) {
    files.push(...(await filesOf(entry, true)));
  }
  return files;
}
