import { StudioError } from '../engine/errors.ts';
import { type Bytes, bytesOf } from '../engine/formats/opened-file.ts';

/** Reads slices within a worker, while it waits. */
declare const FileReaderSync: undefined | (new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer });

const gone = (name: string, cause: unknown) =>
  new StudioError(
    'file',
    `${name} can no longer be read: it was moved or changed since it was opened. Open it again.`,
    { cause },
  );

/**
 * The bytes of a dropped file, read from the disk where they are asked for.
 *
 * @param name what it is called in sentences.
 * @returns where there is no `FileReaderSync`, as in Node, all of its bytes in memory.
 * @throws StudioError `file` where it is gone, beginning with the name; so does each read.
 */
export async function blobBytes(blob: Blob, name: string): Promise<Bytes> {
  if (typeof FileReaderSync === 'undefined') {
    const all = await blob.arrayBuffer().catch((cause: unknown) => {
      throw gone(name, cause);
    });
    return bytesOf(new Uint8Array(all));
  }
  const reader = new FileReaderSync();
  return {
    size: blob.size,
    read(at, length) {
      try {
        return new Uint8Array(reader.readAsArrayBuffer(blob.slice(at, at + length)));
      } catch (cause) {
        throw gone(name, cause);
      }
    },
  };
}
