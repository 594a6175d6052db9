import { resolve } from 'node:path';
import { fileSource, type Source } from '../engine/source.ts';
import { fileBytes, filesBeside } from './file-bytes.ts';

/** Says on stderr what a person must know of a picture that was read. */
export const warn = (sentence: string): void => {
  process.stderr.write(`eosin: ${sentence}\n`);
};

/**
 * A picture in a file; its planes may lie in files beside it.
 *
 * @param name what it is called in sentences.
 * @param tell takes what a person must know of it: a sentence that begins with the name.
 */
export const sourceOnDisk = (path: string, name = path, tell: (sentence: string) => void = warn): Source =>
  fileSource(resolve(path), name, () => fileBytes(path), {
    warn: tell,
    siblings: async () => filesBeside(path),
  });
