import type { FoundCells } from '../cells/found-cells.ts';
import { type Frame, scalesOf } from '../cells/frame.ts';
import { sha256 } from '../models/sha256.ts';
import type { Picture, Planes } from '../picture.ts';
import type { Recipe } from '../recipe.ts';
import type { RenderContext } from '../render.ts';
import type { ProgressEvent } from '../render-event.ts';
import type { Source } from '../source.ts';
import { cells, type ToldApart } from '../stages/cells.ts';
import { develop, wholeFile } from '../stages/develop.ts';
import { opened } from '../stages/opened.ts';
import { mapped } from '../steps/mapped.ts';
import { type BlandAltman, blandAltman } from './bland-altman.ts';
import { type CellChanges, cellChanges, cellSentence } from './cell-changes.ts';
import type { Generated } from './generated.ts';
import { lightness } from './lightness.ts';

/** Whether what is counted and measured of cells is the same in a generated picture. */
export interface CellReport {
  readonly changes: CellChanges;
  /** The cells of both, whose labels the changes name. */
  readonly input: FoundCells;
  readonly generated: FoundCells;
  /** Areas of the cells that are in both, of the input first, in `unit`. */
  readonly areas: BlandAltman;
  readonly unit: 'µm²' | 'px²';
  readonly sentence: string;
  /** The model that found the cells. */
  readonly by: string;
}

/**
 * Finds the cells of a picture and of what was generated from it in the same way, and compares them. Both are looked at as the eye
 * is shown them, by their lightness in 8 bits, which is what a generator can keep and colours do not change: so cells may be counted here that the
 * cells stage, which looks at the file's own numbers, tells apart otherwise. A person's strokes and cells from files are left
 * out: they would be put into both.
 *
 * @throws as `cells`.
 */
export async function* cellReport(
  source: Source,
  recipe: Recipe,
  { input, picture }: Pick<Generated, 'input' | 'picture'>,
  context: RenderContext,
  signal: AbortSignal,
): AsyncGenerator<ProgressEvent, CellReport> {
  const { developed } = await opened(source, recipe.develop, context, signal);
  const { frame } = developed.value;
  const there = yield* found(input, 'the input', frame, recipe, context, signal);
  const generated = yield* found(picture, 'the generated picture', frame, recipe, context, signal);
  const changes = cellChanges(there.found.labels, generated.found.labels);
  const [sx, sy] = scalesOf(picture, frame);
  const [umX, umY] = frame.pixelUm ?? [1, 1];
  const area = sx * sy * umX * umY;
  return {
    changes,
    input: there.found,
    generated: generated.found,
    areas: blandAltman(changes.pairs.map((pair) => [pair.area * area, pair.generatedArea * area])),
    unit: frame.pixelUm ? 'µm²' : 'px²',
    sentence: cellSentence(changes),
    by: recipe.cells.model,
  };
}

/** A picture of 1 channel as a file would hold it. */
const planesOfGrey = ({ width, height, data }: Picture): Planes => ({
  width,
  height,
  channels: [{ samples: data }],
  bitDepth: 8,
  sampleFormat: 'uint',
  photometric: { kind: 'grey' },
  orientation: 1,
  pixelSizeUm: null,
  planes: 1,
});

/** The cells of one of the two, which lies over that part of the file. */
async function* found(
  picture: Picture,
  where: string,
  frame: Frame,
  recipe: Recipe,
  context: RenderContext,
  signal: AbortSignal,
): AsyncGenerator<ProgressEvent, ToldApart> {
  const planes = planesOfGrey(lightness(picture));
  const settings = wholeFile({ ...recipe.develop, channel: 'grey', channels: null, z: 0, time: 0 }, planes);
  const ground = {
    planes: async () => planes,
    developed: { ...develop(planes, settings), frame },
    develop: settings,
    key: `lens ${await sha256(picture.data)} ${JSON.stringify(frame)}`,
  };
  return yield* mapped(
    cells(ground, { ...recipe.cells, strokes: [] }, context, signal),
    ({ words, ...progress }): ProgressEvent => ({
      type: 'progress',
      progress: {
        stage: 'cells',
        words: words === 'Looking for cells' ? `${words} in ${where}` : words,
        ...progress,
      },
    }),
  );
}
