import { basename, extname, join } from 'node:path';
import { createCache } from '../engine/cache.ts';
import { encodePng } from '../engine/formats/png-write.ts';
import { cellReport } from '../engine/lens/cell-lens.ts';
import { type Circle, circle } from '../engine/lens/circle.ts';
import type { EdgesApart } from '../engine/lens/edge-changes.ts';
import { edgeReport } from '../engine/lens/edge-lens.ts';
import { generatedOf } from '../engine/lens/generated.ts';
import { edgeOverlay, laidOn, spreadPicture } from '../engine/lens/overlays.ts';
import { between, sureness } from '../engine/lens/sureness.ts';
import type { Picture } from '../engine/picture.ts';
import type { Recipe } from '../engine/recipe.ts';
import type { RenderContext } from '../engine/render.ts';
import type { ProgressEvent } from '../engine/render-event.ts';
import { composeGrid } from '../engine/stages/compose.ts';
import { mapped } from '../engine/steps/mapped.ts';
import { resultOf } from '../engine/steps/result-of.ts';
import { now } from './device.ts';
import { writePicture } from './files.ts';
import { progressLine } from './progress.ts';
import { sourceOnDisk, warn } from './source-on-disk.ts';

/** What one picture's stages may keep. */
const CACHE_BYTES = 2 ** 30;

export interface LensOptions {
  /** Times that it is painted for the sureness; 0 leaves that out. */
  readonly passes: number;
  /** A second model to compare with. */
  readonly other: string | undefined;
  /** A folder for overlays. */
  readonly out: string | undefined;
}

const edgesIn = ({ share, places }: EdgesApart) => ({ share, places: places.map(({ box }) => box) });

/** Both ways of a circle, a row each. */
const circleSheet = (walked: Circle): Picture =>
  composeGrid(
    ['', 'generated', 'generated'],
    [
      { label: 'from edges', pictures: [walked.edges, walked.colours, walked.edgesAgain] },
      { label: 'from the picture', pictures: [walked.picture, walked.drawn, walked.coloursAgain] },
    ],
  );

/** The whole lens over one file. @returns what goes to stdout. @throws StudioError naming the file or the model. */
export async function lensFile(
  path: string,
  recipe: Recipe,
  { passes, other, out }: LensOptions,
  { device, shelf }: Pick<RenderContext, 'device' | 'shelf'>,
): Promise<unknown> {
  const { signal } = new AbortController(); // Ctrl-C ends the process
  const context: RenderContext = { device, shelf, cache: createCache(CACHE_BYTES), now };
  const line = progressLine(1);
  const source = sourceOnDisk(path, path, (sentence) => {
    line.clear();
    warn(sentence);
  });
  const told = <T>(steps: AsyncGenerator<ProgressEvent | null, T>): Promise<T> =>
    resultOf(
      mapped(steps, (event) => {
        if (event) line.show(path, event.progress);
        return null;
      }),
    );
  try {
    const made = await told(generatedOf(source, recipe, 'colour', context, signal));
    const edges = edgeReport(made, recipe);
    const cells = await told(cellReport(source, recipe, made, context, signal));
    const seeds = Array.from({ length: passes }, (_, seed) => seed);
    const [first, ...rest] = seeds;
    const spread =
      first === undefined
        ? null
        : await told(sureness(source, recipe, made, [first, ...rest], context, signal));
    const theirs =
      other === undefined
        ? null
        : await told(
            generatedOf(
              source,
              { ...recipe, colour: { ...recipe.colour, model: other } },
              'colour',
              context,
              signal,
            ),
          );
    const { back } = (await shelf.manifests()).find(({ id }) => id === recipe.colour.model) ?? {};
    const walked = back ? await told(circle(source, recipe, context, signal)) : null;
    const written: string[] = [];
    if (out !== undefined) {
      const stem = join(out, basename(path, extname(path)));
      const pictures = [
        ['generated', made.picture],
        ['edges-lens', laidOn(made.picture, edgeOverlay(edges.changes))],
        ...(spread ? [['sureness', spreadPicture(spread)] as const] : []),
        ...(walked ? [['circle', circleSheet(walked)] as const] : []),
      ] as const;
      for (const [what, picture] of pictures) {
        const file = `${stem}.${what}.png`;
        await writePicture(file, await encodePng(picture));
        written.push(file);
      }
    }
    const { changes } = cells;
    return {
      file: path,
      model: made.by,
      edges: {
        lost: edgesIn(edges.changes.lost),
        invented: edgesIn(edges.changes.invented),
        sentence: edges.sentence,
      },
      ssim: edges.ssim,
      cells: {
        input: changes.inInput,
        generated: changes.inGenerated,
        lost: changes.lost.length,
        invented: changes.invented.length,
        partedOtherwise: changes.parted.length,
        changed: changes.changed.length,
        biasPercent: cells.areas.bias,
        limitsPercent: cells.areas.limits,
        sentence: cells.sentence,
        foundBy: cells.by,
      },
      sureness: spread && { passes, meanLevels: spread.mean },
      ...(theirs && {
        other: {
          model: theirs.by,
          edges: edgeReport(theirs, recipe).sentence,
          meanLevels: between(made.picture, theirs.picture).mean,
        },
      }),
      ...(walked && {
        circle: {
          edgesAgain: walked.ofEdges,
          edgesOfPicture: walked.ofPicture,
          meanLevelsOfPictureAgain: 255 * walked.difference,
        },
      }),
      ...(out !== undefined && { written }),
    };
  } finally {
    line.clear();
  }
}
