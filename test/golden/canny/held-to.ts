import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CannySettings } from '../../../src/engine/ops/canny.ts';
import type { Picture } from '../../../src/engine/picture.ts';
import { differing } from '../../differing.ts';
import { type Case, pictureOf, replay } from './replay.ts';

/** What lies in a folder of goldens. */
export interface Document {
  readonly cases: readonly Case[];
  readonly gaussian_weights: readonly { sigma: number; ksize: number; weights: number[] }[];
}

export const shared = join(import.meta.dirname, '../../../../shared/data/canny');

export const read = (folder: string): Document =>
  JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8'));

/** Every way of finding edges gives every case of a folder, pixel for pixel. @param ways by what they run on. */
export function holdTo(
  folder: string,
  cases: readonly Case[],
  ways: Readonly<Record<string, (picture: Picture, settings: CannySettings) => Picture | Promise<Picture>>>,
) {
  const pictures = new Map<string, Picture>(); // the cases share their inputs, and all ways the goldens
  const load = (file: string) => {
    const picture = pictures.get(file) ?? pictureOf(readFileSync(join(folder, file)));
    pictures.set(file, picture);
    return picture;
  };
  describe.each(Object.entries(ways))('%s', (_, way) => {
    test.each(cases)('$id: no pixel differs', async (one) => {
      const found = await replay(one, load(one.input), way);
      expect(differing(found.data, load(one.golden).data)).toBe(0);
    });
  });
}
