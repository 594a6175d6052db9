/**
 * The files of a drop or a paste; of folders, the pictures in them at any depth, in the order of their
 * names; a folder that is a Zarr is one picture, named after it.
 */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  // Items and files are gone after the event, so both are taken before the first await.
  const plain = [...transfer.files];
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  if (!entries.some((entry) => entry?.isDirectory)) return plain;
  const { filesOf } = await import('./dropped-folders.ts'); // few need it
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
