import { resolve } from 'node:path';
import { fileSource, type Source } from '../engine/source.ts';
import { fileHash } from './batch/hashes.ts';
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
export function sourceOnDisk(path: string, name = path, tell: (sentence: string) => void = warn): Source {
  let hash: Promise<string> | undefined;
  return {
    ...fileSource(resolve(path), name, () => fileBytes(path), {
      warn: tell,
      siblings: async () => filesBeside(path),
    }),
    // Once, and by the platform: of a large file the engine's own takes longer than the picture.
    async fingerprint() {
      hash ??= fileHash(path);
      return `sha256:${await hash}`;
    },
  };
}
