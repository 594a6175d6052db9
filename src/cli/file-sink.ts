import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { StudioError } from '../engine/errors.ts';
import type { Sink } from '../engine/formats/tiff-tiles-write.ts';
import { meaning } from './system-refusals.ts';
import { asideOf } from './whole-file.ts';

/** A file that grows aside as it is written, and gets its name when it is finished; else it is taken away again. */
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
    mkdirSync(dirname(path), { recursive: true });
    const aside = asideOf(path);
    const file = openSync(aside, 'wx');
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
        if (isFinished) fsyncSync(file);
        closeSync(file);
        if (isFinished) renameSync(aside, path);
        else rmSync(aside, { force: true });
      },
    };
  } catch (cause) {
    throw refused(cause);
  }
}
