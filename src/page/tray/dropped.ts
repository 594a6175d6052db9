/**
 * Names of pictures that are worth reading when a whole folder comes; single files are always tried. `._*` are companions
 * that macOS writes beside files on other systems' disks.
 */
const PICTURE = /^(?!\._).*\.(png|jpe?g|jfif|webp|gif|bmp|tiff?|stk|avif|hei[cf])$/i;

/** As a person counts: `img_2` before `img_10`. */
const natural = new Intl.Collator('en', { numeric: true });

const readBatch = (reader: FileSystemDirectoryReader) =>
  new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));

async function filesOf(entry: FileSystemEntry, isInFolder: boolean): Promise<File[]> {
  if (entry.isFile) {
    if (isInFolder && !PICTURE.test(entry.name)) return [];
    const file = entry as FileSystemFileEntry; // isFile says so
    return [await new Promise<File>((resolve, reject) => file.file(resolve, reject))];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader(); // not a file, so a folder
  const inside: FileSystemEntry[] = [];
  // A reader gives at most 100 entries at a time, and none at the end.
  for (let batch = await readBatch(reader); batch.length > 0; batch = await readBatch(reader)) {
    inside.push(...batch);
  }
  const files: File[] = [];
  for (const entry of inside.sort((a, b) => natural.compare(a.name, b.name))) {
    files.push(...(await filesOf(entry, true)));
  }
  return files;
}

/** The files of a drop or a paste; of folders, the pictures in them at any depth, in the order of their names. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  // Items and files are gone after the event, so both are taken before the first await.
  const plain = [...transfer.files];
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  if (!entries.some((entry) => entry?.isDirectory)) return plain;
  const files: File[] = [];
  for (const entry of entries) if (entry) files.push(...(await filesOf(entry, false)));
  return files;
}

/**
 * What to do about something dropped or pasted that is no file; null where it is none of these.
 *
 * @param transfer of a drop or a paste.
 */
export function insteadOfFile(transfer: DataTransfer): string | null {
  if (transfer.files.length > 0) return null;
  const address = transfer.getData('text/uri-list') || transfer.getData('text/plain');
  const isAddress = /^\s*(https?|ftp|file|blob|data):\S+\s*$/i.test(address.split('\n')[0] ?? '');
  const isPicture = /<img\b/i.test(transfer.getData('text/html'));
  if (!isAddress && !isPicture) return null;
  return 'This is the address of a picture, and nothing is fetched from elsewhere here. Save the picture (right click, "Save image as"), then drop the file; or copy the picture itself ("Copy image") and paste it.';
}
