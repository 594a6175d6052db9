interface Asking {
  showDirectoryPicker?(options: {
    id: string;
    mode: 'read' | 'readwrite';
  }): Promise<FileSystemDirectoryHandle>;
}

/** Whether this browser lets a page use folders that a person chooses; Firefox and Safari do not. */
export const canChooseFolders = (): boolean => 'showDirectoryPicker' in globalThis;

/**
 * Asks for a folder, within a press.
 *
 * @param id of what it is for: the browser begins where it was last chosen for that.
 * @returns null where the person has thought better of it.
 */
export async function chooseFolder(
  id: string,
  mode: 'read' | 'readwrite',
): Promise<FileSystemDirectoryHandle | null> {
  try {
    return (await (globalThis as Asking).showDirectoryPicker?.({ id, mode })) ?? null; // the DOM's types leave it out
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}

/** Whether this browser hands over a folder that is dropped. */
export const canDropFolders = (): boolean => 'getAsFileSystemHandle' in DataTransferItem.prototype;

/** The handle of a folder that was dropped; null where it is none, or the browser gives none. */
export async function droppedFolder(transfer: DataTransfer): Promise<FileSystemDirectoryHandle | null> {
  const [item] = [...transfer.items] as (DataTransferItem & {
    getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
  })[]; // Chromium's, which the DOM's types leave out
  const handle = await item?.getAsFileSystemHandle?.();
  return handle?.kind === 'directory' ? (handle as FileSystemDirectoryHandle) : null;
}
