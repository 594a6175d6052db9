import type { FigureProvenance } from '../engine/export/figure-provenance.ts';
import { imagesIn } from '../engine/figure/images-in.ts';
import { type FigureFormat, figureFile } from '../engine/figure/make-figure.ts';
import { figurePanels } from '../engine/figure/panels.ts';
import { type Difference, pictureDifference } from '../engine/metrics/picture-difference.ts';
import type { Planes } from '../engine/picture.ts';
import type { RenderContext } from '../engine/render.ts';
import { decode } from '../engine/stages/decode.ts';
import { guideOf, labelsOf, sourceOf } from './sources-of-export.ts';
import type { Given, Verdict } from './verdict.ts';

/** Of a figure's file: by what its first bytes say. */
export function figureFormatOf(bytes: Uint8Array): FigureFormat | null {
  const head = String.fromCharCode(...bytes.subarray(0, 5));
  if (head.startsWith('\x89PNG')) return 'png';
  if (head.startsWith('\xff\xd8\xff')) return 'jpg';
  if (head.startsWith('II')) return 'tif';
  if (head === '%PDF-') return 'pdf';
  return head === '<?xml' ? 'svg' : null;
}

/** The pictures of a file, one after the other; of a PNG, JPEG or TIFF itself. */
const picturesOf = async (path: string, bytes: Uint8Array<ArrayBuffer>, format: FigureFormat) =>
  format === 'svg' || format === 'pdf'
    ? (await imagesIn(path, bytes, format)).map(({ planes }) => planes)
    : [await decode(path, bytes)];

/** How far all pictures of two lists are apart, taken together; null where there are others, or of another size. */
function differenceOf(before: readonly Planes[], after: readonly Planes[]): Difference | null {
  if (before.length !== after.length) return null;
  let all: Difference = { pixels: 0, differing: 0, mean: 0, most: 0 };
  for (const [i, one] of before.entries()) {
    const other = after[i];
    const difference = other ? pictureDifference(one, other) : null;
    if (!difference) return null;
    const pixels = all.pixels + difference.pixels;
    all = {
      pixels,
      differing: all.differing + difference.differing,
      mean: (all.mean * all.pixels + difference.mean * difference.pixels) / pixels,
      most: Math.max(all.most, difference.most),
    };
  }
  return all;
}

/** Models of the panels whose weights here are others than those that made them. */
function othersThan(told: FigureProvenance, made: FigureProvenance): readonly string[] {
  const others = told.panels.flatMap((panel, i) =>
    (['model', 'dream', 'cells'] as const).flatMap((part) => {
      const before = panel[part];
      return before && before.sha256 !== made.panels[i]?.[part]?.sha256 ? [before.id] : [];
    }),
  );
  return [...new Set(others)];
}

/**
 * Makes the panels of a figure again by what its file says, and compares them with those inside, pixel for pixel.
 *
 * @throws as `verifyFile`.
 */
export async function verifyFigure(
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
  format: FigureFormat,
  told: FigureProvenance,
  given: Given,
  context: RenderContext,
): Promise<Verdict> {
  const guide = told.panels.find(({ dream }) => dream?.guide)?.dream?.guide ?? null;
  const extras = await guideOf(path, guide, given.guide);
  const rows = [];
  for (const { source, caption, recipe, labels = null } of told.rows)
    rows.push({
      source: await sourceOf(path, { source }, given.source ?? []),
      caption,
      recipe,
      extras: { ...extras, ...(await labelsOf(path, labels, given.labels ?? [])) },
    });
  const steps = figurePanels(rows, told.looks, context, new AbortController().signal); // Ctrl-C ends the process
  let step = await steps.next();
  while (!step.done) step = await steps.next();
  const made = step.value;
  const again = await figureFile(made, format);
  const isSame = Buffer.compare(again, bytes) === 0;
  const difference = isSame
    ? null
    : differenceOf(await picturesOf(path, bytes, format), await picturesOf(path, again, format));
  const same = isSame || difference?.differing === 0;
  return {
    file: path,
    source: told.rows.map(({ source }) => source.name).join(', '),
    shows: told.shows,
    same,
    difference: same ? null : difference,
    otherWeights: othersThan(told, made.provenance),
  };
}
