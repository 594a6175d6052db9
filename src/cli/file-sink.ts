import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { StudioError } from '../engine/errors.ts';
import type { Sink } from '../engine/formats/tiff-tiles-write.ts';
import { meaning } from './system-refusals.ts';

/** A file that grows as it is written; it is taken away again where it was not finished. */
export interface FileSink extends Sink {
  write(at: number, bytes: Uint8Array): void;
  append(bytes: Uint8Array): void;
  close(isFinished: boolean): void;
}

/** @throws StudioError `file`, beginning with the file's name; so does each write. */
export function fileSink(path: string): FileSink {
  const refused = (cause: unknown) =>
    new StudioError('file', `${path} ${meaning(cause).replace('opened', 'written')}.`, { cause });
  let end = 0;
  try {
    const file = openSync(path, 'w');
    const write = (at: number, bytes: Uint8Array) => {
      try {
        for (let done = 0; done < bytes.length; )
          done += writeSync(file, bytes, done, bytes.length - done, at + done);
      } catch (cause) {
        throw refused(cause);
      }
      end = Math.max(end, at + bytes.length);
    };
    return {
      write,
      append: (bytes) => write(end, bytes),
      close(isFinished) {
        closeSync(file);
        if (!isFinished) rmSync(path, { force: true });
      },
    };
  } catch (cause) {
    throw refused(cause);
  }
}
