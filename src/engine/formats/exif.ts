import { bytesOf } from './opened-file.ts';
import { hint, readFields, tiffFile } from './tiff-tags.ts';

/**
 * Orientation (tag 274) of an Exif block, which is a small TIFF of its own (CIPA DC-008).
 *
 * @param block from its byte order mark on, with or without the `Exif\0\0` before it.
 * @returns 1 to 8; 1 where the block is damaged or says nothing: the picture does not depend on it.
 */
export function exifOrientation(block: Uint8Array): number {
  const isMarked = String.fromCharCode(...block.subarray(0, 4)) === 'Exif';
  try {
    const file = tiffFile(bytesOf(block.slice(isMarked ? 6 : 0)));
    return orientation(hint(file, readFields(file, file.first), 274, 1));
  } catch {
    return 1;
  }
}

/** A stored orientation as 1 to 8; anything else counts as upright. */
export const orientation = (stored: number): number =>
  Number.isInteger(stored) && stored >= 1 && stored <= 8 ? stored : 1;
