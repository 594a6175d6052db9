import * as v from 'valibot';
import type { FigureProvenance } from '../export/figure-provenance.ts';
import { checkLooks } from '../figure/plan.ts';
import { checkRecipe } from '../recipe.ts';
import { givenFile, pane, weights } from './provenance-in.ts';

const schema = v.object({
  software: v.string(),
  shows: v.literal('figure'),
  looks: v.unknown(),
  rows: v.pipe(
    v.array(
      v.object({
        caption: v.string(),
        source: v.object({ name: v.string(), fingerprint: v.string() }),
        recipe: v.unknown(),
        labels: v.exactOptional(givenFile),
      }),
    ),
    v.minLength(1),
  ),
  panels: v.array(
    v.object({
      label: v.string(),
      row: v.pipe(v.number(), v.integer(), v.minValue(0)),
      shows: pane,
      model: v.nullable(weights),
      dream: v.nullable(v.object({ ...weights.entries, guide: v.nullable(v.string()) })),
      cells: v.nullable(weights),
    }),
  ),
});

/**
 * What a figure says that it follows from, looked at: nobody knows who wrote it.
 *
 * @param said the JSON that the file carries.
 * @returns null where it is no figure of Eosin's.
 */
export function figureIn(said: unknown): FigureProvenance | null {
  const found = v.safeParse(schema, said);
  if (!found.success) return null;
  const { rows, looks } = found.output;
  try {
    return {
      ...found.output,
      looks: checkLooks(looks, rows.length),
      rows: rows.map((row) => ({ ...row, recipe: checkRecipe(row.recipe) })),
    };
  } catch {
    return null;
  }
}
