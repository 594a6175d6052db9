import { createCache } from '../../engine/cache.ts';
import { numbered } from '../../engine/cells/labels.ts';
import type { Device } from '../../engine/device/device.ts';
import { colourByRegion } from '../../engine/metrics/colour-by-region.ts';
import { mean } from '../../engine/metrics/mean.ts';
import type { Shelf } from '../../engine/models/shelf.ts';
import type { Labels, Picture } from '../../engine/picture.ts';
import { defaultRecipe, type Recipe } from '../../engine/recipe.ts';
import { render } from '../../engine/render.ts';
import { drawSceneWithCells } from '../../engine/samples/truth.ts';
import { drawnSource } from '../../engine/source.ts';
import { now } from '../device.ts';

/** Drawn scenes whose every cell is known; no training saw these seeds. */
const SCENES = 10;
const FIRST_SEED = 5001;
const SIDE = 512;

/** Claim 5 on single cells: whether each has a colour of its own. */
export interface CellColours {
  readonly scene: 'smear' | 'nuclei';
  readonly scenes: number;
  /** A model's id, or `cells` for the colours of single cells. */
  readonly painter: string;
  /** Share of the variance of colour that lies between the true cells, 0..1. */
  readonly byCell: number;
  /** The control: the same picture cut up by the cells of the next scene. */
  readonly byForeignCell: number;
}

const painters = {
  smear: ['blood-smear', 'blood-stain', 'cells'],
  nuclei: ['nuclei-area', 'cells'],
} as const;

function truthOf(scene: CellColours['scene'], seed: number): Labels {
  const { labels, planes } = drawSceneWithCells(scene, seed);
  return numbered(Uint32Array.from(labels), planes.width, planes.height);
}

/** The scenes as each painter colours them, judged by the cells that are truly there. @param show told what is painted. */
export async function cellColours(
  device: Device,
  shelf: Shelf,
  show: (painter: string) => void,
): Promise<CellColours[]> {
  const manifests = await shelf.manifests();
  const { signal } = new AbortController(); // Ctrl-C ends the process
  const context = { device, shelf, now, cache: createCache(2 ** 28) };
  const seeds = Array.from({ length: SCENES }, (_, i) => FIRST_SEED + i);

  const painted = async (scene: CellColours['scene'], seed: number, painter: string): Promise<Picture> => {
    const own = manifests.find(({ id }) => id === painter)?.recipe;
    const recipe: Recipe = {
      ...defaultRecipe,
      develop: { ...defaultRecipe.develop, ...own?.develop, frame: 'fit', size: SIDE },
      edges: { ...defaultRecipe.edges, ...own?.edges },
      colour: { ...defaultRecipe.colour, model: painter },
    };
    let colours: Picture | null = null;
    for await (const event of render(
      drawnSource(`${scene} ${seed}`, scene, scene, seed),
      recipe,
      context,
      signal,
    )) {
      if (event?.type === 'picture' && event.stage === 'colour') colours = event.picture;
    }
    if (!colours) throw new Error('a recipe with a model paints');
    return colours;
  };

  const claims: CellColours[] = [];
  for (const scene of ['smear', 'nuclei'] as const) {
    const truth = seeds.map((seed) => truthOf(scene, seed));
    for (const painter of painters[scene]) {
      show(painter);
      const pictures: Picture[] = [];
      for (const seed of seeds) pictures.push(await painted(scene, seed, painter));
      const explained = (shift: number) =>
        mean(pictures.map((picture, i) => colourByRegion(picture, truth[(i + shift) % SCENES]!).explained)); // one each
      claims.push({ scene, scenes: SCENES, painter, byCell: explained(0), byForeignCell: explained(1) });
    }
  }
  return claims;
}
