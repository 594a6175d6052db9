/** Names of pictures that are worth reading when a whole folder comes; single files are always tried. */
const PICTURE = /\.(png|jpe?g|webp|gif|bmp|tiff?)$/i;

const readBatch = (reader: FileSystemDirectoryReader) =>
  new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));

async function filesOf(entry: FileSystemEntry, isInFolder: boolean): Promise<File[]> {
  if (entry.isFile) {
    if (isInFolder && !PICTURE.test(entry.name)) return [];
    const file = entry as FileSystemFileEntry; // isFile says so
    return [await new Promise<File>((resolve, reject) => file.file(resolve, reject))];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader(); // not a file, so a folder
  const files: File[] = [];
  // A reader gives at most 100 entries at a time, and none at the end.
  for (let batch = await readBatch(reader); batch.length > 0; batch = await readBatch(reader)) {
    for (const inner of batch) files.push(...(await filesOf(inner, true)));
  }
  return files;
}

/** The files of a drop or a paste; of folders, the pictures in them at any depth. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  // Items and files are gone after the event, so both are taken before the first await.
  const plain = [...transfer.files];
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  if (!entries.some((entry) => entry?.isDirectory)) return plain;
  const files: File[] = [];
  for (const entry of entries) if (entry) files.push(...(await filesOf(entry, false)));
  return files;
}
