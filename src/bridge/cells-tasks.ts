import { cellEndings, cellFile } from '../engine/cells/cell-files.ts';
import type { LabelFile } from '../engine/cells/label-file.ts';
import { cellsOf } from '../engine/cells-of.ts';
import { compareCells, givenBy } from '../engine/compare-cells.ts';
import { fileName, provenanceOf } from '../engine/export/provenance.ts';
import { textsOf } from '../engine/export/texts-of.ts';
import type { RenderContext } from '../engine/render.ts';
import type { Source as EngineSource } from '../engine/source.ts';
import type { GivenCells } from '../engine/stages/cells.ts';
import { decode } from '../engine/stages/decode.ts';
import type { LabelSource, Source } from './messages.ts';
import type { Engine } from './serve.ts';
import { shownLabels } from './shown-cells.ts';

/** What the tasks stand on. */
interface Host {
  engineSource(source: Source): EngineSource;
  /** Runs steps on the device, again where it is lost under them. */
  onDevice<Step, Result>(
    steps: (context: RenderContext) => AsyncGenerator<Step, Result>,
    signal: AbortSignal,
  ): AsyncGenerator<Step, Result>;
}

const labelFile = ({ id, name, blob }: LabelSource): LabelFile => ({
  id,
  name,
  read: async () => new Uint8Array(await blob.arrayBuffer()),
  decode: (bytes) => decode(name, bytes),
});

/** Cells of a file that was dropped beside the picture. */
export const givenCells = (labels: LabelSource | undefined): GivenCells | null =>
  labels ? givenBy(labelFile(labels)) : null;

/** The worker's tasks over single cells. */
export function createCellsTasks({
  engineSource,
  onDevice,
}: Host): Pick<Engine, 'exportCells' | 'compareCells'> {
  return {
    async *exportCells({ source, recipe, formats, labels }, signal) {
      const from = engineSource(source);
      const given = givenCells(labels);
      const { told, developed } = yield* onDevice(
        (context) => cellsOf(from, recipe, context, signal, { given }),
        signal,
      );
      const had = { cells: told.by, colour: null, dream: null };
      const provenance = await provenanceOf(from, recipe, 'cells', had, given ? { cells: given } : {});
      const texts = textsOf(provenance);
      const files: { name: string; bytes: Uint8Array<ArrayBuffer> }[] = [];
      for (const format of formats) {
        const progress = {
          stage: 'cells' as const,
          words: 'Writing',
          done: files.length,
          of: formats.length,
        };
        yield { type: 'progress', progress };
        const bytes = await cellFile(told.found, format, source.name, developed.rgb, recipe.colour, texts);
        files.push({ name: fileName(from, cellEndings[format]), bytes });
      }
      return { files };
    },

    async *compareCells({ source, recipe, labels }, signal) {
      const steps = onDevice(
        (context) => compareCells(engineSource(source), recipe, labelFile(labels), context, signal),
        signal,
      );
      const { theirs, ...rest } = yield* steps;
      return { ...rest, theirs: shownLabels(theirs) };
    },
  };
}
