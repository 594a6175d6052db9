import type { FigureLooks } from '../figure/plan.ts';
import type { Recipe } from '../recipe.ts';
import type { Weights } from '../render-event.ts';
import type { Pane } from '../stages/shown.ts';
import { type GivenFile, generatedBy, type Provenance } from './provenance.ts';

/** Everything a figure follows from: its pictures, and for each panel what a single picture's provenance says. */
export interface FigureProvenance {
  readonly software: string;
  readonly shows: 'figure';
  readonly looks: FigureLooks;
  readonly rows: readonly {
    readonly caption: string;
    readonly source: { readonly name: string; readonly fingerprint: string };
    readonly recipe: Recipe;
    /** The file of cells that were taken in place of those that a network finds, where they had a part in it. */
    readonly labels?: GivenFile;
  }[];
  /** In the order of their labels. */
  readonly panels: readonly {
    readonly label: string;
    /** From 0. */
    readonly row: number;
    readonly shows: Pane;
    readonly model: Weights | null;
    readonly dream: (Weights & { readonly guide: string | null }) | null;
    readonly cells: Weights | null;
  }[];
}

/** What each panel follows from, as if it stood alone. */
export const panelProvenances = ({ software, rows, panels }: FigureProvenance): readonly Provenance[] =>
  panels.flatMap(({ row, shows, model, dream, cells }) => {
    const own = rows[row];
    return own ? [{ software, source: own.source, recipe: own.recipe, model, dream, cells, shows }] : [];
  });

/** Says of what networks had a part in which panels; empty where none had. */
export function figureGeneratedBy(figure: FigureProvenance): string {
  const said = new Map<string, string[]>();
  for (const [i, provenance] of panelProvenances(figure).entries()) {
    const words = generatedBy(provenance);
    const label = figure.panels[i]?.label ?? '';
    if (words) said.set(words, [...(said.get(words) ?? []), label]);
  }
  return [...said].map(([words, labels]) => `${labels.join(', ')}: ${words}`).join(' ');
}
