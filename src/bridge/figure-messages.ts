import type { Light } from '../engine/figure/checklist.ts';
import type { PlacedPanel } from '../engine/figure/layout.ts';
import type { FigureFormat } from '../engine/figure/make-figure.ts';
import type { FigureLooks } from '../engine/figure/plan.ts';
import type { ColourVision } from '../engine/ops/colour-blind.ts';
import type { Recipe } from '../engine/recipe.ts';

/** A figure as the page asks for it. @template Source where a picture comes from. @template Labels a file of cells. */
export interface FigureAsk<Source, Labels> {
  readonly rows: readonly {
    readonly source: Source;
    readonly caption: string;
    readonly recipe: Recipe;
    readonly guide?: Source;
    readonly labels?: Labels;
  }[];
  readonly looks: FigureLooks;
}

/** What can be asked of figures. */
export interface FigureTasks<Source, Labels> {
  /** A figure as a file. Background. */
  figure: {
    ask: FigureAsk<Source, Labels> & { readonly format: FigureFormat };
    answer: { bytes: Uint8Array<ArrayBuffer> };
  };
  /** The same as an SVG to look at, as eyes see it that lack a kind of cone, and what it has and lacks. Background. */
  figurePreview: {
    ask: FigureAsk<Source, Labels> & { readonly vision: ColourVision | null };
    answer: {
      svg: Uint8Array<ArrayBuffer>;
      widthMm: number;
      heightMm: number;
      panels: readonly PlacedPanel[];
      lights: readonly Light[];
      methods: string;
    };
  };
}
