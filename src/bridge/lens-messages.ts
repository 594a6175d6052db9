import type { BlandAltman } from '../engine/lens/bland-altman.ts';
import type { Circle } from '../engine/lens/circle.ts';
import type { PictureKind } from '../engine/models/picture-kinds.ts';
import type { Picture } from '../engine/picture.ts';

/** What can be asked of a lens. @template Ask names the generated picture. */
export interface LensTasks<Ask> {
  /** What a generated picture lost and invented of the input's edges; RGBA to lay over it. Background. */
  lensEdges: {
    ask: Ask;
    answer: { overlay: Picture; lost: number; invented: number; ssim: number | null; sentence: string };
  };
  /** Whether the cells of a generated picture are those of its input. Background. */
  lensCells: {
    ask: Ask;
    answer: {
      sentence: string;
      counts: {
        [of in 'input' | 'generated' | 'lost' | 'invented' | 'parted' | 'changed']: number;
      };
      /** Areas of the cells that are in both, the generated against the input's. */
      areas: BlandAltman;
      unit: 'µm²' | 'px²';
    };
  };
  /**
   * How far the colours change where the input is shifted and mirrored, in levels of 255; RGBA to lay over them, opaque from `full`
   * levels on. Background.
   */
  lensSureness: { ask: Ask; answer: { overlay: Picture; mean: number; full: number; passes: number } };
  /** The colours of two models on the same edges, RGBA, how far they come apart, and what the other lost and invented. Background. */
  lensBeside: {
    ask: Ask & { other: string };
    answer: {
      picture: Picture;
      theirs: Picture;
      mean: number;
      sentence: string;
      /** What the picture was taken for, where the other model was not made for such. */
      misfit: PictureKind | null;
    };
  };
  /** Once round both generators of a CycleGAN, from the edges and from the picture; RGBA. Background. */
  lensCircle: { ask: Ask; answer: Circle };
}
