import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { StudioError } from '../../src/engine/errors.ts';
import type { Planes } from '../../src/engine/picture.ts';
import { decode } from '../../src/engine/stages/decode.ts';
import { memoryGrowth } from '../memory-growth.ts';

/** One file must not cost more (the bounds). */
const maxGrowthBytes = 1e9;
const maxMs = 10_000;

/** One line of an index, by the names of its columns; those of cells that are not there are empty. */
export type Entry = Readonly<Record<string, string>>;

/** A folder of files beside the repository that an `index.csv` describes. */
export interface Corpus {
  /** Whether it is there: the tests that read it are left out where it is not. */
  readonly isHere: boolean;
  readonly index: readonly Entry[];
  /** Decodes a file and holds it to the bounds of time and memory. */
  bounded(file: string): Promise<Planes>;
  /** The refusal of a file, held to what every refusal owes: the code, the file's name, a plain sentence. */
  refusal(file: string): Promise<string>;
}

function readCsv(path: string): Entry[] {
  const [head = [], ...rows] = readFileSync(path, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) =>
      Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), (m) =>
        (m[1] ?? m[2] ?? '').replaceAll('""', '"'),
      ),
    );
  return rows.map((row) => Object.fromEntries(head.map((column, i) => [column, row[i] ?? ''])));
}

/** A sentence as a person may read it: ends with a period and holds nothing of a program. */
export function expectPlain(sentence: string): void {
  expect(sentence).toMatch(/\.$/);
  expect(sentence).not.toMatch(/undefined|NaN x|\[object|reader stopped|made a mistake|TypeError|RangeError/);
}

export function corpusAt(name: string): Corpus {
  const folder = new URL(`../../../shared/data/${name}/`, import.meta.url).pathname;
  const isHere = existsSync(join(folder, 'index.csv'));
  const bounded = async (file: string) => {
    const bytes = new Uint8Array(readFileSync(join(folder, file)));
    const [start, growth] = [performance.now(), memoryGrowth()];
    try {
      return await decode(file, bytes);
    } finally {
      expect(performance.now() - start).toBeLessThan(maxMs);
      expect(growth()).toBeLessThan(maxGrowthBytes);
    }
  };
  return {
    isHere,
    index: isHere ? readCsv(join(folder, 'index.csv')) : [],
    bounded,
    async refusal(file) {
      const error: unknown = await bounded(file).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (!(error instanceof StudioError))
        throw new Error(`${file} was read or failed with ${String(error)}`);
      expect(error.code).toBe('file');
      expect(error.message.startsWith(`${file} `)).toBe(true);
      expectPlain(error.message);
      return error.message;
    },
  };
}
