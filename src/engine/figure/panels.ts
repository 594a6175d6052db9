import { StudioError } from '../errors.ts';
import { cellsHadPart } from '../export/cells-had-part.ts';
import type { FigureProvenance } from '../export/figure-provenance.ts';
import { progressOf } from '../export/progress.ts';
import { provenanceOf, SOFTWARE } from '../export/provenance.ts';
import type { Recipe } from '../recipe.ts';
import { type RenderContext, type RenderExtras, render } from '../render.ts';
import type { ProgressEvent, RenderEvent } from '../render-event.ts';
import type { Source } from '../source.ts';
import { channelNames } from '../stages/channel-names.ts';
import { looksOf } from '../stages/composite.ts';
import { opened } from '../stages/opened.ts';
import { type Pane, panes } from '../stages/shown.ts';
import type { Colour } from './drawing.ts';
import type { ColourKey, FigurePanel } from './panel.ts';
import { type FigureLooks, nameOf, panelLabel } from './plan.ts';

/** A picture of a figure. */
export interface FigureRow {
  readonly source: Source;
  /** What its row is called. */
  readonly caption: string;
  readonly recipe: Recipe;
  readonly extras?: RenderExtras;
}

/** Panels, and what they and the figure of them follow from. */
export interface MadePanels {
  readonly panels: readonly FigurePanel[];
  readonly provenance: FigureProvenance;
}

/** A recipe that makes those stages and no others that take long. */
export function onlyFor(recipe: Recipe, columns: readonly Pane[]): Recipe {
  const has = (pane: Pane) => columns.includes(pane);
  const dreams = has('dream');
  const colours = has('colour') || dreams;
  return {
    ...recipe,
    cells: { ...recipe.cells, enabled: has('cells') || (recipe.cells.enabled && dreams) },
    colour: { ...recipe.colour, model: colours ? recipe.colour.model : 'none' },
    dream: { ...recipe.dream, enabled: dreams },
  };
}

type Shown = Extract<RenderEvent, { type: 'picture' }>;

/** The models that had a part in a stage's picture. */
function byOf(pane: Pane, recipe: Recipe, shown: ReadonlyMap<Pane, Shown>): FigurePanel['by'] {
  const isOfCells = recipe.colour.model === 'cells';
  const by = (one: Pane) => shown.get(one)?.by ?? null;
  const hasColours = pane === 'colour' || (pane === 'dream' && recipe.dream.source === 'colour');
  return {
    cells: cellsHadPart(recipe, [pane]) ? by('cells') : null,
    colour: hasColours && !isOfCells ? by('colour') : null,
    dream: pane === 'dream' ? by('dream') : null,
  };
}

/** The last of a stain's 256 colours: its brightest. */
const brightest = (colour: Colour | string): Colour => {
  if (typeof colour !== 'string') return colour;
  const bytes = atob(colour);
  const at = (c: number) => bytes.charCodeAt(765 + c) || 0;
  return [at(0), at(1), at(2)];
};

/** The stains that are laid over each other in the input; null where there are none. */
async function stainsOf(
  { source, recipe }: FigureRow,
  context: RenderContext,
  signal: AbortSignal,
): Promise<ColourKey | null> {
  const { planes: read } = await opened(source, recipe.develop, context, signal);
  const planes = await read();
  const names = channelNames(planes);
  const channels = (looksOf(planes, recipe.develop.channels) ?? []).flatMap(({ shown, colour }, c) =>
    shown ? [{ name: names[c] ?? `Channel ${c + 1}`, colour: brightest(colour) }] : [],
  );
  return channels.length > 0 ? { kind: 'channels', channels } : null;
}

/**
 * Renders the pictures of a figure, from the cache where it can, one row after the other.
 *
 * @throws StudioError `recipe` where a picture's recipe has no such stage; else as `render`.
 */
export async function* figurePanels(
  rows: readonly FigureRow[],
  looks: FigureLooks,
  context: RenderContext,
  signal: AbortSignal,
): AsyncGenerator<ProgressEvent | null, MadePanels> {
  const { columns } = looks;
  const panels: FigurePanel[] = [];
  const made: {
    readonly rows: FigureProvenance['rows'][number][];
    readonly panels: FigureProvenance['panels'][number][];
  } = { rows: [], panels: [] };
  for (const [row, { source, caption, extras, ...wanted }] of rows.entries()) {
    const recipe = onlyFor(wanted.recipe, columns);
    const shown = new Map<Pane, Shown>();
    for await (const event of render(source, recipe, context, signal, extras)) {
      if (event?.type === 'picture') {
        const pane = panes.find(({ stage }) => stage === event.stage)?.pane;
        if (pane) shown.set(pane, event);
        yield null;
      } else {
        const said = progressOf(event);
        yield said && inRow(said, row, rows.length, source.name);
      }
    }
    const developed = shown.get('input');
    const acrossUm = developed?.pixelUm ? developed.pixelUm * developed.picture.width : null;
    const stains = await stainsOf({ source, caption, recipe }, context, signal);
    for (const pane of columns) {
      const event = shown.get(pane);
      if (!event)
        throw new StudioError(
          'recipe',
          `${source.name} has no ${nameOf(pane)} picture: its recipe makes none. Leave that column out, or choose ${pane === 'colour' ? 'a model or the colours of cells' : 'layers to dream on'}.`,
        );
      const by = byOf(pane, recipe, shown);
      const legend = event.legend && event.legend.low < event.legend.high ? event.legend : null; // else there is no cell
      panels.push({
        row,
        pane,
        picture: event.picture,
        pixelUm: acrossUm && acrossUm / event.picture.width,
        by,
        key: pane === 'input' ? stains : legend && { kind: 'measure', legend },
      });
      const { model, dream, cells } = await provenanceOf(source, recipe, pane, by, extras ?? {});
      made.panels.push({ label: panelLabel(made.panels.length), row, shows: pane, model, dream, cells });
    }
    const fingerprint = await source.fingerprint();
    const given = cellsHadPart(recipe, columns) ? extras?.cells : undefined;
    const labels = given && { name: given.name, fingerprint: await given.fingerprint() };
    made.rows.push({
      caption,
      source: { name: source.name, fingerprint },
      recipe,
      ...(labels && { labels }),
    });
  }
  return { panels, provenance: { software: SOFTWARE, shows: 'figure', looks, ...made } };
}

/** The progress of one picture as that of all. */
function inRow({ progress }: ProgressEvent, row: number, rows: number, name: string): ProgressEvent {
  const words = rows === 1 ? progress.words : `${row + 1} of ${rows}, ${name}`;
  const done = row + progress.done / Math.max(1, progress.of);
  return { type: 'progress', progress: { ...progress, words, done, of: rows } };
}
