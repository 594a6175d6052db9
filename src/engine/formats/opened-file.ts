import type { Axes, PlaneAt, Planes } from '../picture.ts';

/** A file's bytes, read where they are asked for: in memory, on a disk, or in a browser's `File`. */
export interface Bytes {
  readonly size: number;
  /** The bytes from `at` on; fewer than `length` where the file ends before. They are the caller's to keep, not to write to. */
  read(at: number, length: number): Uint8Array<ArrayBuffer>;
}

/** A file of a folder, an archive or a set. */
export interface FileEntry {
  /** From the folder's top, parts with `/` between them. */
  readonly path: string;
  readonly bytes: Bytes;
}

/** A part of a picture, in pixels of the level that it is read from. */
export interface Window {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A picture whose planes are read one at a time, so that a large file takes the memory of what is shown. */
export interface OpenedFile {
  readonly axes: Axes;
  /** The whole picture's sizes, largest first: one, or those of a pyramid. */
  readonly levels: readonly { readonly width: number; readonly height: number }[];
  /** Pictures of their own in the file, of which this is one. */
  readonly series: number;
  /** Set where a window costs as much as the whole plane, which is then better read once and kept. */
  readonly isReadWhole?: true;
  /**
   * A plane with all its channels, at a level of the pyramid (0 is the full size), whole or only a window of it.
   *
   * @throws Refusal where the file is damaged, or lacks the plane.
   */
  read(at: PlaneAt, level?: number, window?: Window): Promise<Planes>;
}

/** The bytes of a file that is in memory. */
export const bytesOf = (all: Uint8Array<ArrayBuffer>): Bytes => ({
  size: all.length,
  read: (at, length) => all.subarray(at, at + length),
});
