import { readFile } from 'node:fs/promises';
import { givenBy } from '../engine/compare-cells.ts';
import { StudioError } from '../engine/errors.ts';
import type { GivenCells } from '../engine/stages/cells.ts';
import { decode } from '../engine/stages/decode.ts';

/** A file of cells in place of those that a network finds. Nothing is read before they are asked for. @param name in sentences and in what is written. */
export const cellsOnDisk = (path: string, name: string): GivenCells =>
  givenBy({
    id: path,
    name,
    async read() {
      try {
        return new Uint8Array(await readFile(path));
      } catch (cause) {
        throw new StudioError(
          'file',
          `${name} cannot be read: there is no such file, or it may not be opened.`,
          {
            cause,
          },
        );
      }
    },
    decode: (bytes) => decode(name, bytes),
  });
