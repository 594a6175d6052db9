import { mkdir, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { zip } from '../../engine/formats/zip.ts';
import { layouts } from '../../engine/pairs/pair-image.ts';
import { type MadePair, makePairs, type PairsPlan, recordOf } from '../../engine/pairs/pairs.ts';
import { dishSources } from '../../engine/pairs/petri-sources.ts';
import { DATA_SET_SEED } from '../../engine/petri/data-set.ts';
import { defaultRecipe } from '../../engine/recipe.ts';
import type { Source } from '../../engine/source.ts';
import { checkFolder, checkFolderOf, filesIn, writePicture } from '../files.ts';
import { progressLine } from '../progress.ts';
import { sourceOnDisk } from '../source-on-disk.ts';
import { oneOf, parsed, type Verb, WrongUse, wholeNumberIn } from '../verb.ts';

/** Where the files go: a folder, or a ZIP that is written at the end. */
interface Out {
  write(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  close(): Promise<void>;
}

async function zipOut(path: string): Promise<Out> {
  await checkFolderOf(path);
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  return {
    write: async (name, bytes) => void files.set(name, bytes),
    close: async () => writePicture(path, await zip(files)),
  };
}

/** @throws WrongUse where the folder holds a data set: old pairs among new ones would be learnt from as well. */
async function folderOut(folder: string): Promise<Out> {
  await checkFolder(folder, { create: true });
  const parts = [join(folder, 'train'), join(folder, 'test')];
  for (const part of parts) {
    const there = await readdir(part).catch(() => []);
    if (there.length > 0)
      throw new WrongUse(`${part} holds ${there.length} files already; name another folder.`);
  }
  for (const part of parts) await mkdir(part, { recursive: true });
  return { write: (name, bytes) => writePicture(join(folder, name), bytes), close: async () => {} };
}

/** Data preparation as in the paper: coloured pictures, their edges beside them, 90 of 100 to learn from. */
export const pairs: Verb = {
  summary: 'a data set of edges beside colours, from pictures or drawn dishes',
  help: `eosin pairs [DIR] --out DIR [options]

  Makes pairs for Pix2pix and CycleGAN as the paper does: cuts the square in the middle of each
  coloured picture, finds its edges and writes both side by side as one PNG, to OUT/train, or
  OUT/test for the tenth that is held out. OUT/pairs.json says how each was made. PyTorch's
  reference loader reads the folder as it is (dataset_mode aligned, direction AtoB). The thresholds
  of the pairs to learn from are jittered by the seed, 0.7 to 1.4 times; those held out have the
  recipe's own: sigma 1.4, L2, low 30, high 80.

  --out PATH       a folder, made where it does not exist; or a file whose name ends in .zip
  --petri N        N dishes of petri art, drawn by --seed; beside the pictures of DIR, or without DIR.
                   The paper's data set is --petri 200 with the default seed
  --seed N         decides the dishes, which pairs are held out, and the jitter. Default: ${DATA_SET_SEED}
  --layout AB|BA   edges on the left (AB), or on the right, as the TensorFlow tutorial has its pictures.
                   Default: AB
`,
  async run(args) {
    const { values, positionals } = parsed(args, {
      out: { type: 'string' },
      petri: { type: 'string' },
      seed: { type: 'string', default: String(DATA_SET_SEED) },
      layout: { type: 'string', default: 'AB' },
    });
    const [folder, ...more] = positionals;
    if (more.length > 0) throw new WrongUse(`pairs takes one folder, not ${positionals.length}.`);
    if (folder === undefined && values.petri === undefined)
      throw new WrongUse('pairs needs coloured pictures: eosin pairs DIR --out DIR, or --petri N.');
    if (!values.out) throw new WrongUse('pairs needs --out, the folder or the ZIP to write to.');
    const seed = wholeNumberIn('seed', values.seed, { least: 0, most: 2 ** 32 - 1 });
    const dishes =
      values.petri === undefined ? 0 : wholeNumberIn('petri', values.petri, { least: 1, most: 100_000 });
    const plan: PairsPlan = { recipe: defaultRecipe, layout: oneOf('layout', values.layout, layouts), seed };
    const sources: Source[] = [
      ...(folder === undefined ? [] : (await filesIn(folder)).filter(isPicture).map(pictureSource)),
      ...dishSources(seed, dishes, plan.recipe.develop.size),
    ];
    const out = await (/\.zip$/i.test(values.out) ? zipOut(values.out) : folderOut(values.out));
    const line = progressLine(sources.length);
    const made: MadePair['made'][] = [];
    try {
      for await (const pair of makePairs(sources, plan, new AbortController().signal)) {
        line.show(pair.made.source, { stage: 'edges', words: 'making pairs', done: 0, of: 1 });
        await out.write(pair.path, pair.png);
        made.push(pair.made);
      }
      await out.write('pairs.json', recordOf(plan, made));
      await out.close();
    } finally {
      line.clear();
    }
    const held = made.filter(({ file }) => file.startsWith('test/')).length;
    process.stdout.write(`${values.out}: ${made.length - held} pairs to learn from, ${held} held out\n`);
    return 0;
  },
};

const isPicture = (path: string) => /^[^.].*\.(png|jpe?g|tiff?|webp|gif|bmp)$/i.test(basename(path));

const pictureSource = (path: string): Source =>
  sourceOnDisk(path, join(basename(dirname(path)), basename(path)));
