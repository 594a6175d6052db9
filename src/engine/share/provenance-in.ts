import * as v from 'valibot';
import type { Provenance } from '../export/provenance.ts';
import { pictureKinds } from '../models/picture-kinds.ts';
import { checkRecipe, dreamLayers } from '../recipe.ts';
import { panes } from '../stages/shown.ts';

/** A model that had a part, as files name it. */
export const weights = v.object({
  id: v.string(),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  misfit: v.exactOptional(v.picklist(pictureKinds)),
});
const fingerprint = v.pipe(v.string(), v.regex(/^sha256:[0-9a-f]{64}$/));
/** A file that lay beside the picture, as files name it. */
export const givenFile = v.object({ name: v.string(), fingerprint });
/** A stage, as files name it. */
export const pane = v.picklist(panes.map((one) => one.pane));
const whole = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

const schema = v.object({
  software: v.string(),
  source: v.object({ name: v.string(), fingerprint: v.string() }),
  recipe: v.unknown(),
  model: v.nullable(weights),
  dream: v.nullable(v.object({ ...weights.entries, guide: v.nullable(v.string()) })),
  cells: v.optional(v.nullable(weights), null),
  labels: v.exactOptional(givenFile),
  shows: v.union([pane, v.tuple([pane, pane]), v.picklist(['sheet', 'layers', 'ascent', 'zoom'])]),
  grid: v.exactOptional(
    v.object({ layers: v.array(v.picklist(dreamLayers)), steps: v.array(whole(0, 500)) }),
  ),
  film: v.exactOptional(
    v.object({
      format: v.picklist(['mp4', 'webm', 'gif']),
      framesPerSecond: whole(1, 60),
      zoom: v.nullable(
        v.object({
          zoom: v.pipe(v.number(), v.minValue(1), v.maxValue(2)),
          turn: v.pipe(v.number(), v.minValue(-360), v.maxValue(360)),
          frames: whole(1, 10_000),
          steps: whole(0, 500),
          seed: whole(0, 2 ** 32 - 1),
        }),
      ),
    }),
  ),
  video: v.exactOptional(v.object({ pictures: fingerprint, file: fingerprint })),
  tile: v.exactOptional(whole(16, 4096)),
});

/**
 * What a file says that it follows from, looked at: nobody knows who wrote it.
 *
 * @param said the JSON that the file carries.
 * @returns null where it is no provenance of Eosin's.
 */
export function provenanceIn(said: unknown): Provenance | null {
  const found = v.safeParse(schema, said);
  if (!found.success) return null;
  try {
    return { ...found.output, recipe: checkRecipe(found.output.recipe) };
  } catch {
    return null;
  }
}
