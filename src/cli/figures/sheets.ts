import { join } from 'node:path';
import { createCache } from '../../engine/cache.ts';
import type { Device } from '../../engine/device/device.ts';
import type { DreamFigures, EdgeFigures } from '../../engine/dream/figures.ts';
import { presetNamed, withPreset } from '../../engine/dream/presets.ts';
import { encodePng } from '../../engine/formats/png-write.ts';
import type { DreamNet } from '../../engine/models/dream-net.ts';
import type { Manifest } from '../../engine/models/manifest.ts';
import type { Shelf } from '../../engine/models/shelf.ts';
import type { CannySettings } from '../../engine/ops/canny.ts';
import { resizePicture } from '../../engine/ops/resize.ts';
import { madePair } from '../../engine/pairs/made-pair.ts';
import type { Pair } from '../../engine/pairs/pair-image.ts';
import { dishSources } from '../../engine/pairs/petri-sources.ts';
import { divided } from '../../engine/pairs/split.ts';
import { DATA_SET_SEED } from '../../engine/petri/data-set.ts';
import type { Picture } from '../../engine/picture.ts';
import { type DreamLayer, type DreamRecipe, defaultDream, defaultRecipe } from '../../engine/recipe.ts';
import { paint } from '../../engine/stages/colour.ts';
import { composeGrid } from '../../engine/stages/compose.ts';
import { develop } from '../../engine/stages/develop.ts';
import { dream } from '../../engine/stages/dream.ts';
import { resultOf } from '../../engine/steps/result-of.ts';
import { now } from '../device.ts';
import { readJson, writePicture } from '../files.ts';
import { progressLine } from '../progress.ts';
import { sourceOnDisk } from '../source-on-disk.ts';
import { cellColours } from './cell-colours.ts';
import { circleClaims, walkedCircles } from './circle.ts';
import { dreamClaims, type PaintedSet, paintedClaims, textureClaims, trueClaims } from './claims.ts';
import { type Claims, claimsInMarkdown } from './claims-report.ts';
import { dreamCurves } from './curves.ts';

/** The paper's data set, and the seed that holds a tenth of it out: that of the plans. */
const DISHES = 200;
const SPLIT_SEED = 1;
const SIDE = 256;

/** Dishes that are dreamed on: a dream takes a quarter of a minute. */
const DREAMED = 6;

/** Layers that claim 4 compares, each alone for as many steps at the picture's own size. */
const TEXTURES: readonly DreamLayer[] = ['mixed0', 'mixed2', 'mixed4', 'mixed6', 'mixed8'];
const TEXTURE_STEPS = 20;
const TEXTURED = 3;

/** What a dream begins from. */
interface Ground {
  readonly picture: Picture;
  readonly grey: Picture;
  readonly edges: CannySettings;
}

interface Dreamt {
  readonly before: Picture;
  readonly after: Picture;
  readonly begun: EdgeFigures;
  readonly ended: EdgeFigures;
  readonly steps: readonly DreamFigures[];
}

async function dreamOn(ground: Ground, recipe: DreamRecipe, net: DreamNet): Promise<Dreamt> {
  const { signal } = new AbortController(); // Ctrl-C ends the process
  const kept = { cache: createCache(2 ** 28), now };
  const dreaming = dream(
    { ...ground, cells: null, guide: null },
    '',
    recipe,
    net,
    kept,
    signal,
    Number.POSITIVE_INFINITY,
  );
  const steps: DreamFigures[] = [];
  let begun: EdgeFigures | null = null;
  for (;;) {
    const { value, done } = await dreaming.next();
    if (done) {
      const ended = steps.at(-1)!.edges; // it took a step
      return { before: ground.picture, after: value.picture, begun: begun!, ended, steps };
    }
    if (value?.type === 'ascent') begun = value.begun;
    else if (value?.figures) steps.push(value.figures);
  }
}

/** Rows of test dishes that the sheets of pairs show. */
const SHOWN = 8;

const png = async (path: string, picture: Picture) => writePicture(path, await encodePng(picture));

/** All dishes, small, in rows of twenty. */
function dataSetSheet(dishes: readonly Pair[]): Picture {
  const small = dishes.map(({ colour }) => resizePicture(colour, SIDE / 4, SIDE / 4));
  const rows = Array.from({ length: small.length / 20 }, (_, i) => small.slice(20 * i, 20 * (i + 1)));
  return composeGrid(
    Array.from({ length: 20 }, () => ''),
    rows.map((pictures) => ({ label: '', pictures })),
  );
}

/** A column for each kind of picture, a row for each of the first test dishes, at half their size. */
function pairsSheet(columns: readonly (readonly [head: string, pictures: readonly Picture[]])[]): Picture {
  const rows = Array.from({ length: SHOWN }, (_, i) => ({
    label: '',
    pictures: columns.map(([, pictures]) => resizePicture(pictures[i] as Picture, SIDE / 2, SIDE / 2)), // as many as tests
  }));
  return composeGrid(
    columns.map(([head]) => head),
    rows,
  );
}

/** Writes the figures and `claims.json`. @returns the claims in Markdown. */
export async function drawFigures(
  folder: string,
  root: string,
  shelf: Shelf,
  device: Device,
): Promise<string> {
  const { signal } = new AbortController(); // as above
  const manifests = await shelf.manifests();
  const models = ['petri-pix2pix', 'petri-pix2pix-grey', 'petri-cyclegan'].map(
    (id) => manifests.find((one) => one.id === id) as Manifest, // they come with Eosin
  );
  const [pix2pix] = models as [Manifest];
  const { recipe } = pix2pix; // one for all three
  const line = progressLine(4);
  const text = (file: string, words: string) =>
    writePicture(join(folder, file), new TextEncoder().encode(words));
  const show = (file: string, words: string) => line.show(file, { stage: 'colour', words, done: 0, of: 1 });

  show('data-set.png', 'drawing dishes');
  const dishes: Required<Pair>[] = [];
  for (const source of dishSources(DATA_SET_SEED, DISHES, SIDE)) {
    dishes.push(await madePair(await source.decode(), { recipe }));
  }
  const test = divided(DISHES, SPLIT_SEED).held.map((i) => dishes[i] as Required<Pair>); // of these

  const sets: PaintedSet[] = [];
  for (const manifest of models) {
    show(`${manifest.id}`, 'painting');
    const generator = await shelf.generator(manifest.id, () => {}, signal);
    const pictures: Picture[] = [];
    for (const { edges, grey } of test) pictures.push(await resultOf(paint(edges, grey, generator)));
    sets.push({ manifest, pictures });
  }
  const painted = sets.map((set) => paintedClaims(test, set));
  const [byPix2pix, byGrey, byCycle] = sets as [PaintedSet, PaintedSet, PaintedSet]; // one each
  const edgesOfTest = test.map(({ edges }) => edges);
  const truth = test.map(({ colour }) => colour);
  await png(join(folder, 'data-set.png'), dataSetSheet(dishes));
  await png(
    join(folder, 'pix2pix.png'),
    pairsSheet([
      ['Edges', edgesOfTest],
      ['Pix2pix (generated)', byPix2pix.pictures],
      ['with grey (generated)', byGrey.pictures],
      ['The dish', truth],
    ]),
  );
  await png(
    join(folder, 'cyclegan.png'),
    pairsSheet([
      ['Edges', edgesOfTest],
      ['CycleGAN (generated)', byCycle.pictures],
      ['The dish', truth],
    ]),
  );

  show('circle.png', 'walking the circle');
  const { id } = byCycle.manifest;
  const there = await shelf.generator(id, () => {}, signal);
  const circles = await walkedCircles(test, there, await shelf.back(id, () => {}, signal));
  const column = (of: 'colours' | 'edgesAgain' | 'drawn' | 'coloursAgain') => circles.map((one) => one[of]);
  await png(
    join(folder, 'circle.png'),
    pairsSheet([
      ['Edges', edgesOfTest],
      ['Generated colours', column('colours')],
      ['Generated edges', column('edgesAgain')],
      ['The dish', truth],
      ['Generated edges', column('drawn')],
      ['Generated colours', column('coloursAgain')],
    ]),
  );

  const cellsApart = await cellColours(device, shelf, (painter) => show(painter, 'painting cells'));
  const grounds: Ground[] = test
    .slice(0, DREAMED)
    .map(({ grey }, i) => ({ picture: byPix2pix.pictures[i] as Picture, grey, edges: recipe.edges }));
  const cells = await sampleCells(root, manifests);
  const preset = presetNamed('paper-layers-6-8');
  if (!preset) throw new Error('the preset is gone');
  const paper = withPreset(defaultDream, preset);
  const net = await shelf.dreamNet(paper.model, TEXTURES, () => {}, signal);
  const dreamed = async (all: readonly Ground[], how: DreamRecipe) => {
    const dreams: Dreamt[] = [];
    for (const [i, ground] of all.entries()) {
      show('dreams', `${Object.keys(how.layers).join(' and ')}, picture ${i + 1}`);
      dreams.push(await dreamOn(ground, how, net));
    }
    return dreams;
  };
  const onPainted = await dreamed(grounds, paper);
  const onCells = await dreamed(cells, paper);
  await text(
    'curves.svg',
    dreamCurves([
      ['Dishes by petri-pix2pix', onPainted],
      ['Cells of the samples', onCells],
    ]),
  );
  const dreams = [
    dreamClaims('dishes by `petri-pix2pix`', onPainted),
    dreamClaims(
      'dishes as drawn',
      await dreamed(
        test.slice(0, DREAMED).map(({ colour, grey }) => ({ picture: colour, grey, edges: recipe.edges })),
        paper,
      ),
    ),
    dreamClaims('cells of the samples', onCells),
  ];
  const textures = [];
  for (const layer of TEXTURES) {
    const alone: DreamRecipe = { ...paper, layers: { [layer]: 1 }, octaves: 1, steps: TEXTURE_STEPS };
    textures.push(textureClaims(layer, await dreamed(grounds.slice(0, TEXTURED), alone)));
  }
  line.clear();

  const claims: Claims = {
    truth: trueClaims(test),
    painted,
    circle: circleClaims(circles),
    cells: cellsApart,
    dreams,
    textures,
  };
  await text('claims.json', `${JSON.stringify(claims, null, 2)}\n`);
  return claimsInMarkdown(claims);
}

/** The samples that are files, each developed and its edges found as its model does. */
async function sampleCells(root: string, manifests: readonly Manifest[]): Promise<Ground[]> {
  const folder = join(root, 'public/samples');
  const samples = (await readJson(join(folder, 'index.json'))) as { file?: string; model: string }[]; // ours
  const cells: Ground[] = [];
  for (const { file, model } of samples) {
    if (!file) continue;
    const { recipe } = manifests.find(({ id }) => id === model) as Manifest; // a sample's model comes with Eosin
    const path = join(folder, file);
    const planes = await sourceOnDisk(path, file, () => {}).decode();
    const { grey, rgb } = develop(planes, { ...defaultRecipe.develop, ...recipe.develop, frame: 'crop' });
    cells.push({ picture: rgb, grey, edges: recipe.edges });
  }
  return cells;
}
