import { readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describedFirst, folderZip, isZarrFolder } from '../engine/formats/folder-zip.ts';
import { type Bytes, bytesOf } from '../engine/formats/opened-file.ts';

/** Bytes of several files as if they were of one. */
export function joinedBytes(parts: readonly Bytes[]): Bytes {
  const ends: number[] = [];
  for (const { size } of parts) ends.push((ends.at(-1) ?? 0) + size);
  const size = ends.at(-1) ?? 0;
  /** The first part that ends behind a place. */
  const partAt = (place: number): number => {
    let [low, high] = [0, parts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) > place) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return {
    size,
    read(at, length) {
      const out = new Uint8Array(Math.max(0, Math.min(length, size - at)));
      let filled = 0;
      for (let i = partAt(at); filled < out.length; i++) {
        const part = parts[i];
        if (!part) break;
        const from = at + filled - (ends[i] ?? 0) + part.size;
        const some = part.read(from, Math.min(part.size - from, out.length - filled));
        if (some.length === 0 && part.size > from) break; // it was cut since
        out.set(some, filled);
        filled += some.length;
      }
      return out.subarray(0, filled);
    },
  };
}

/**
 * A folder that is a Zarr as the one file that the page makes of it, its bytes read where they lie.
 *
 * @param readAt gives the bytes of a file of so many.
 * @returns null where the folder is no Zarr.
 */
export function zarrFolder(folder: string, readAt: (path: string, size: number) => Bytes): Bytes | null {
  if (!isZarrFolder(readdirSync(folder))) return null;
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const place = join(entry.parentPath, entry.name);
      const path = place.slice(join(folder, sep).length).replaceAll(sep, '/');
      return { path, place, size: statSync(place).size };
    });
  const files = describedFirst(found);
  const { before, after } = folderZip(files);
  const parts = files.flatMap(({ place, size }, i) => [
    bytesOf(before[i] ?? new Uint8Array()),
    readAt(place, size),
  ]);
  return joinedBytes([...parts, bytesOf(after)]);
}
