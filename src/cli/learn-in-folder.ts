import { createCache } from '../engine/cache.ts';
import type { LabelFile } from '../engine/cells/label-file.ts';
import type { HeldOutScore, learning } from '../engine/learn/learn-from.ts';
import { type LearntCells, learnFromSources } from '../engine/learn-from-sources.ts';
import type { ModelHost } from '../engine/models/host.ts';
import { checkCellsManifest } from '../engine/models/manifest.ts';
import { createShelf } from '../engine/models/shelf.ts';
import type { Recipe } from '../engine/recipe.ts';
import type { RenderContext } from '../engine/render.ts';
import { decode } from '../engine/stages/decode.ts';
import { now } from './device.ts';
import { evaluateCells, type LabelledPicture } from './evaluate-cells.ts';
import { readPicture } from './file-bytes.ts';
import { progressLine } from './progress.ts';
import { sourceOnDisk } from './source-on-disk.ts';

export interface LearntInFolder extends LearntCells {
  readonly heldOut: HeldOutScore | null;
  /** On pictures that were not learnt from; null where none was named. */
  readonly others: (HeldOutScore & { readonly pictures: number }) | null;
}

type Plan = { readonly [name in keyof typeof learning]: number };

const labelFile = (path: string): LabelFile => ({
  id: path,
  name: path,
  read: () => readPicture(path),
  decode: (bytes) => decode(path, bytes),
});

/** AP50 on other pictures, or null where there are none. @throws the first failure: a figure over fewer pictures is another figure. */
async function judge(
  pictures: readonly LabelledPicture[],
  recipe: Recipe,
  context: Pick<RenderContext, 'device' | 'shelf'>,
): Promise<{ readonly ap50: number; readonly cells: number } | null> {
  if (pictures.length === 0) return null;
  const { sets, failed } = await evaluateCells(pictures, recipe, context);
  const set = sets.judged;
  if (!set || failed.length > 0) throw new Error(`cannot judge by ${failed.join(', ')}`);
  return set;
}

/**
 * Learns from pictures with label maps beside them, and measures the net on others before and after.
 *
 * @throws StudioError as `learnFromSources`.
 */
export async function learnInFolder(
  taught: readonly { readonly picture: string; readonly labels: string }[],
  judged: readonly LabelledPicture[],
  recipe: Recipe,
  plan: Plan,
  words: { readonly title: string; readonly hardware: string },
  { device, shelf, host }: Pick<RenderContext, 'device' | 'shelf'> & { readonly host: ModelHost },
): Promise<LearntInFolder> {
  const { signal } = new AbortController(); // Ctrl-C ends the process
  const before = await judge(judged, recipe, { device, shelf });
  const context: RenderContext = { device, shelf, cache: createCache(0), now };
  const origin = { ...words, id: 'own-cells' };
  const sources = taught.map(({ picture, labels }) => ({
    source: sourceOnDisk(picture),
    recipe,
    labels: labelFile(labels),
  }));
  const line = progressLine(1);
  const steps = learnFromSources(sources, context, signal, { origin, plan, whole: true });
  let step = await steps.next();
  for (; !step.done; step = await steps.next()) line.show(words.title, step.value.progress);
  line.clear();
  const learnt = step.value;
  const after = await judgeLearnt(judged, recipe, learnt, { device, host });
  return {
    ...learnt,
    heldOut: learnt.score,
    others:
      before && after
        ? { before: before.ap50, after: after.ap50, cells: before.cells, pictures: judged.length }
        : null,
  };
}

/** By the files that are written, half floats and all. */
async function judgeLearnt(
  judged: readonly LabelledPicture[],
  recipe: Recipe,
  { files }: LearntCells,
  { device, host }: { readonly device: RenderContext['device']; readonly host: ModelHost },
) {
  const text = new TextDecoder().decode(files.get('manifest.json'));
  const manifest = checkCellsManifest(JSON.parse(text), 'manifest.json');
  const bytes = files.get(manifest.weights.parts[0]!.file)!; // one part, just written
  const shelf = createShelf({ ...host, manifests: async () => [manifest], part: async () => bytes }, 0);
  try {
    return await judge(
      judged,
      { ...recipe, cells: { ...recipe.cells, model: manifest.id } },
      { device, shelf },
    );
  } finally {
    shelf.clear();
  }
}
