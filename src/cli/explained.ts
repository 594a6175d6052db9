import { join } from 'node:path';
import { createCache } from '../engine/cache.ts';
import {
  EXPLAINED_SIDE,
  type ExplainedPicture,
  type ExplainedSource,
  type Patch,
  type Side,
} from '../engine/explained/explained-picture.ts';
import { explainedPictures } from '../engine/explained/pictures.ts';
import { TOUR_SIDE, tourPanes, tourRecipe, tourSource } from '../engine/explained/tour.ts';
import { resizePicture } from '../engine/ops/resize.ts';
import type { Picture, Planes } from '../engine/picture.ts';
import type { Recipe } from '../engine/recipe.ts';
import { type RenderContext, render } from '../engine/render.ts';
import { drawnSource, madeSource, type Source } from '../engine/source.ts';
import type { ShownStage } from '../engine/stages/shown.ts';
import { startingRecipe } from '../engine/starting-recipe.ts';
import { now } from './device.ts';
import { checkFolder, writePicture } from './files.ts';
import { sourceOnDisk } from './source-on-disk.ts';
import { encodeWebp } from './write-webp.ts';

type Host = Pick<RenderContext, 'device' | 'shelf'>;

/** What the stages of all pictures may keep, so that what two of them share is dreamed once. */
const CACHE_BYTES = 2 ** 29;

function sourceOf(root: string, of: ExplainedSource): Source {
  if ('file' in of) {
    const path = join(root, 'public/samples', of.file);
    return sourceOnDisk(path, of.file, () => {});
  }
  const { scene, seed, rows } = of;
  const drawn = drawnSource(`${scene} ${seed} ${rows ?? ''}`, scene, scene, seed);
  if (rows === undefined) return drawn;
  const upperRows = async (): Promise<Planes> => {
    const planes = await drawn.decode();
    const channels = planes.channels.map((one) => ({
      ...one,
      samples: one.samples.subarray(0, rows * planes.width),
    }));
    return { ...planes, height: rows, channels };
  };
  return madeSource(drawn.id, drawn.name, upperRows, `drawn:${scene}:${seed}`);
}

const patched = (recipe: Recipe, patch: Patch = {}): Recipe => ({
  ...recipe,
  develop: { ...recipe.develop, ...patch.develop },
  edges: { ...recipe.edges, ...patch.edges },
  cells: { ...recipe.cells, ...patch.cells },
  colour: { ...recipe.colour, ...patch.colour },
  dream: { ...recipe.dream, ...patch.dream },
});

/** The pictures of the stages that a recipe reaches. */
async function stagesOf(
  root: string,
  of: ExplainedSource,
  patches: readonly (Patch | undefined)[],
  context: RenderContext,
  guide?: ExplainedSource,
): Promise<ReadonlyMap<ShownStage, Picture>> {
  const manifest = (await context.shelf.manifests()).find((one) => one.id === of.model);
  const recipe = patches.reduce(patched, startingRecipe(manifest));
  const { signal } = new AbortController(); // Ctrl-C ends the process
  const extras = guide ? { guide: sourceOf(root, guide) } : {};
  const pictures = new Map<ShownStage, Picture>();
  for await (const event of render(sourceOf(root, of), recipe, context, signal, extras)) {
    if (event?.type === 'picture') pictures.set(event.stage, event.picture);
  }
  return pictures;
}

/** A square of a picture in pixels of its own. */
function cut(picture: Picture, { x, y, side }: NonNullable<ExplainedPicture['part']>): Picture {
  const { width, height, channels, data } = picture;
  const [left, top] = [Math.round(x * width), Math.round(y * height)];
  const pixels = Math.round(side * width);
  const rows = Array.from({ length: pixels }, (_, row) => {
    const from = ((top + row) * width + left) * channels;
    return data.subarray(from, from + pixels * channels);
  });
  const out = new Uint8Array(pixels * pixels * channels);
  for (const [row, bytes] of rows.entries()) out.set(bytes, row * pixels * channels);
  return { width: pixels, height: pixels, channels, data: out };
}

/** Squares of `side` pixels beside one another, RGBA; what does not fill its square lies in the middle of clear pixels. */
function beside(pictures: readonly Picture[], side: number): Picture {
  const width = side * pictures.length;
  const data = new Uint8Array(width * side * 4);
  for (const [n, picture] of pictures.entries()) {
    const scale = side / Math.max(picture.width, picture.height);
    const small = resizePicture(
      picture,
      Math.round(picture.width * scale),
      Math.round(picture.height * scale),
    );
    const left = n * side + Math.floor((side - small.width) / 2);
    const top = Math.floor((side - small.height) / 2);
    for (let y = 0; y < small.height; y++) {
      for (let x = 0; x < small.width; x++) {
        const from = (y * small.width + x) * small.channels;
        const to = ((top + y) * width + left + x) * 4;
        for (let c = 0; c < 3; c++) data[to + c] = small.data[from + (small.channels === 1 ? 0 : c)] ?? 0;
        data[to + 3] = 255;
      }
    }
  }
  return { width, height: side, channels: 4, data };
}

/** Writes `explained/<control>.webp`, before and after side by side, and `tour/<pane>.webp`. */
export async function drawExplained(
  folder: string,
  root: string,
  only: ReadonlySet<string>,
  host: Host,
): Promise<void> {
  const context: RenderContext = { ...host, cache: createCache(CACHE_BYTES), now };
  const write = async (file: string, picture: Picture, lossless: boolean) => {
    const path = join(folder, file);
    await writePicture(path, await encodeWebp(picture, lossless));
    process.stdout.write(`${path}\n`);
  };
  const isAsked = (name: string) => only.size === 0 || only.has(name);
  await checkFolder(join(folder, 'explained'), { create: true });
  await checkFolder(join(folder, 'tour'), { create: true });
  for (const [id, { source, stage, recipe, part, before, after }] of Object.entries(explainedPictures)) {
    if (!isAsked(id)) continue;
    const shown = async (side: Side) => {
      const pictures = await stagesOf(root, source, [recipe, side.recipe], context, side.guide);
      const picture = pictures.get(side.stage ?? stage);
      if (!picture) throw new Error(`the recipe of ${id} does not reach the stage ${side.stage ?? stage}`);
      return part ? cut(picture, part) : picture;
    };
    const both = beside([await shown(before), await shown(after)], EXPLAINED_SIDE);
    await write(`explained/${id}.webp`, both, stage === 'edges');
  }
  if (!isAsked('tour')) return;
  const stages = await stagesOf(root, tourSource, [tourRecipe], context);
  for (const { stage, pane } of tourPanes) {
    const picture = stages.get(stage);
    if (!picture) throw new Error(`the tour's recipe does not reach the stage ${stage}`);
    await write(`tour/${pane}.webp`, beside([picture], TOUR_SIDE), stage === 'edges');
  }
}
