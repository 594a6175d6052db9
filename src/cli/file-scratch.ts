import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StudioError } from '../engine/errors.ts';
import type { Scratch } from '../engine/tiles/scratch.ts';
import { meaning } from './system-refusals.ts';

/** What is put aside in memory before files are used. */
export const ASIDE_BYTES = 2 ** 24;

/** Files that are put aside at once have no name any more where the system allows it: what ends the process frees them. */
function withoutName(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Windows keeps it until it is closed; the folder goes with `end`.
  }
}

/**
 * Bytes put aside in files of a temporary folder.
 *
 * @throws StudioError `storage` where there is no room.
 */
export function fileScratch(): Scratch & { end(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'eosin-'));
  let count = 0;
  return {
    async open(size) {
      const path = join(folder, String(count++));
      const file = openSync(path, 'w+');
      withoutName(path);
      ftruncateSync(file, size);
      return {
        read(at, length) {
          const bytes = new Uint8Array(length);
          for (let done = 0; done < length; ) {
            const read = readSync(file, bytes, done, length - done, at + done);
            if (read === 0) break; // beyond the end
            done += read;
          }
          return bytes;
        },
        write(at, bytes) {
          try {
            for (let done = 0; done < bytes.length; )
              done += writeSync(file, bytes, done, bytes.length - done, at + done);
          } catch (cause) {
            throw new StudioError(
              'storage',
              `The folder ${folder} ${meaning(cause)}; set TMPDIR to one with more room.`,
              { cause },
            );
          }
        },
        close: () => closeSync(file),
      };
    },
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}
