import { type Bytes, bytesOf, type FileEntry } from './opened-file.ts';
import { count, notRead } from './refusal.ts';
import { packedPlace, unpacked, type ZipEntry, zipDirectory } from './zip-directory.ts';

/** Bytes that a file may take that has to be unpacked as a whole. */
const MOST_BYTES = 400_000_000;

/**
 * The files of a ZIP, each unpacked when it is read. A stored one is read in the archive itself, any part of it; its
 * checksum is looked at where all of it is read at once. Of those packed by Deflate the last one read in parts is kept.
 *
 * @throws Refusal where the archive has no directory; reading throws one where the file is damaged or packed in a way that
 *   is not read.
 */
export function filesInZip(archive: Bytes): FileEntry[] {
  let kept: { readonly entry: ZipEntry; readonly bytes: Bytes } | null = null;
  const whole = (entry: ZipEntry): Bytes => {
    if (entry.bytes > MOST_BYTES) {
      throw notRead(
        `the file ${entry.path} of ${count(entry.bytes)} bytes in a ZIP`,
        'Pack it without compression, or open the unpacked folder.',
      );
    }
    return bytesOf(unpacked(archive, entry));
  };
  const bytesIn = (entry: ZipEntry): Bytes => ({
    size: entry.bytes,
    read(at, length) {
      const part = Math.max(0, Math.min(length, entry.bytes - at));
      if (at === 0 && part === entry.bytes) return whole(entry).read(0, part);
      if (entry.method === 0) return archive.read(packedPlace(archive, entry) + at, part);
      if (kept?.entry !== entry) kept = { entry, bytes: whole(entry) };
      return kept.bytes.read(at, part);
    },
  });
  return Array.from(zipDirectory(archive))
    .filter(({ path }) => !path.endsWith('/'))
    .map((entry) => ({ path: entry.path, bytes: bytesIn(entry) }));
}
