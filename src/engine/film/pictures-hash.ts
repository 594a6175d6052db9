import { growingSha256 } from '../models/sha256.ts';
import type { Picture } from '../picture.ts';
import { opaque } from './opaque.ts';
import type { FilmEncoder, FilmPlan } from './plan.ts';

/** A video's sides are even: the last row or column of an odd picture is left out. */
export const evenSize = ({ width, height }: Pick<FilmPlan, 'width' | 'height'>) => ({
  width: width - (width % 2),
  height: height - (height % 2),
});

/** The SHA-256 of pictures in their order, of their size and of how many frames each stays; one that grows with them. */
export async function picturesHash() {
  const hash = await growingSha256();
  return {
    /** @param rgba of the video's size. */
    add(rgba: Uint8Array, { width, height }: Pick<FilmPlan, 'width' | 'height'>, frames: number): void {
      hash.add(new TextEncoder().encode(`${width} ${height} ${frames}\n`));
      hash.add(rgba);
    },
    /** Nothing may follow. */
    end: () => `sha256:${hash.end()}`,
  };
}

/** Takes a film's pictures in place of an encoder. @param tell is told their hash at the end. */
export async function hashEncoder(plan: FilmPlan, tell: (pictures: string) => void): Promise<FilmEncoder> {
  const hash = await picturesHash();
  const size = evenSize(plan);
  return {
    async add(picture: Picture, frames: number) {
      hash.add(opaque(picture, size.width, size.height), size, frames);
    },
    async finish() {
      tell(hash.end());
      return new Uint8Array();
    },
    async close() {},
  };
}
