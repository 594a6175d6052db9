import { LEAST_SIDE } from '../nets/inception-v3-blocks.ts';
import type { DreamRecipe } from '../recipe.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The sizes that are dreamed on, from small to large; those of the smaller ones that the net would have to enlarge are left out. */
export function octaveSizes(
  { width, height }: Size,
  { octaves, octaveScale, octavesAbove }: Pick<DreamRecipe, 'octaves' | 'octaveScale' | 'octavesAbove'>,
): readonly Size[] {
  const own = octaves - 1 - Math.min(octavesAbove, octaves - 1);
  const all = Array.from({ length: octaves }, (_, i) => {
    const scale = octaveScale ** (i - own);
    return { width: Math.round(width * scale), height: Math.round(height * scale) };
  });
  return all.filter((size, i) => i >= own || Math.min(size.width, size.height) >= LEAST_SIDE);
}
