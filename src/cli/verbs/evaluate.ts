import { createShelf, type Shelf } from '../../engine/models/shelf.ts';
import { defaultRecipe } from '../../engine/recipe.ts';
import { backends, type NodeBackend, openDevice } from '../device.ts';
import { filesIn, modelsOnDisk } from '../files.ts';
import { modelNamed } from '../model-file.ts';
import { oneOf, parsed, type Verb, WrongUse } from '../verb.ts';
import { cellSettings } from './cells.ts';

const PICTURES = /\.(png|jpe?g|tiff?|webp|gif|bmp)$/i;

/** The pictures of a folder by name; what else lies there, as a `pairs.json`, is passed over. @throws WrongUse where there is none. */
async function picturesIn(folder: string): Promise<string[]> {
  const pictures = (await filesIn(folder)).filter((path) => PICTURES.test(path));
  if (pictures.length === 0) throw new WrongUse(`The folder ${folder} holds no picture.`);
  return pictures;
}

/** How well a model tells cells apart. */
async function judgeCells(
  shelf: Shelf,
  values: {
    readonly data: string;
    readonly split: string;
    readonly json: boolean;
    readonly [option: string]: string | boolean | undefined;
  },
  backend: NodeBackend | null,
): Promise<0 | 1> {
  const text = (option: string) => (typeof values[option] === 'string' ? values[option] : undefined);
  const settings = await cellSettings(shelf, {
    model: text('model'),
    diameter: text('diameter'),
    'min-area': text('min-area'),
    channel: text('channel'),
  });
  const { cellsAsJson, cellsAsTable, evaluateCells, labelledPictures } = await import('../evaluate-cells.ts');
  const pictures = await labelledPictures(
    values.data,
    values.split.split(',').map((word) => word.trim()),
  );
  const device = await openDevice(backend);
  try {
    const found = await evaluateCells(pictures, { ...defaultRecipe, ...settings }, { device, shelf });
    const { model } = settings.cells;
    process.stdout.write(`${values.json ? cellsAsJson(found, model, values.data) : cellsAsTable(found)}\n`);
    return found.failed.length > 0 ? 1 : 0;
  } finally {
    shelf.clear();
    device.close();
  }
}

/** How well a model paints pictures that it did not learn from. */
export const evaluate: Verb = {
  summary: 'figures of merit of a model over pairs or pictures',
  help: `eosin evaluate --model ID --data DIR [options]
       eosin evaluate --cells --data DIR [--model ID] [--split LIST] [options]

  Paints every picture of a folder and measures how near the colours come to the true ones. A file
  of 512 x 256 pixels with an edge map in one half is a pair, whichever half it is; of any other file
  the square in the middle is the truth, and its edges are found with the model's own settings.

  --model ID         \`eosin models\` lists them
  --data DIR         pictures that the model did not learn from
  --json             everything as JSON: {"model", "sha256", "data", "files": [{"file", "l1",
                     "psnr", "ssim", "edgeF1", ...}], "mean", "colourDiversity", "kid", "failed"}
  --backend BACKEND  webgpu or wasm. Default: webgpu on a real GPU, else wasm

  L1 is a share of the range, PSNR in dB, SSIM that of Wang et al. 2004. Edge precision, recall and
  F1 tell the painted picture's edges by those it was painted from, at 2 and at 0 pixels. The mean
  colour is that of these very pictures: a model has to beat a picture of nothing else. KID compares
  all painted pictures with all true ones, by the network that Eosin dreams with; 0 is alike.

  With --cells the cells of each picture are found at its own size and compared with its label map: AP50 and F1 of
  matches at an intersection over union of 0.5, panoptic quality, aggregated Jaccard index, and the sum of the
  differences in number over the number of cells. DIR has an index.csv (file,labels,kind,split), or a
  NAME_labels.png beside each picture.
  --model ID|FILE    also the folder or ZIP of a model that \`eosin learn-cells\` or the page has written
  --split LIST       of the index, separated by commas. Default: test,new
  --diameter, --min-area, --channel   as \`eosin cells\`
`,
  async run(args, root) {
    const { values, positionals } = parsed(args, {
      model: { type: 'string' },
      data: { type: 'string' },
      json: { type: 'boolean', default: false },
      backend: { type: 'string' },
      cells: { type: 'boolean', default: false },
      split: { type: 'string', default: 'test,new' },
      diameter: { type: 'string' },
      'min-area': { type: 'string' },
      channel: { type: 'string' },
    });
    if (positionals.length > 0) throw new WrongUse('evaluate takes no file; name a folder with --data DIR.');
    if (!values.cells && !values.model) throw new WrongUse('evaluate needs --model ID, or --cells.');
    if (!values.data) throw new WrongUse('evaluate needs --data DIR, a folder of pairs or pictures.');
    const backend = values.backend === undefined ? null : oneOf('backend', values.backend, backends);
    if (values.cells) {
      const { host, id } = await modelNamed(modelsOnDisk(root), values.model);
      const cellShelf = createShelf(host, Number.POSITIVE_INFINITY);
      return judgeCells(cellShelf, { ...values, model: id, data: values.data }, backend);
    }
    const shelf = createShelf(modelsOnDisk(root), Number.POSITIVE_INFINITY);
    const manifests = await shelf.manifests();
    const manifest = manifests.find(({ id }) => id === values.model);
    if (!manifest) {
      const ids = manifests.map(({ id }) => id).join(', ');
      throw new WrongUse(`there is no model "${values.model}". The models are: ${ids}.`);
    }
    const paths = await picturesIn(values.data);
    const device = await openDevice(backend);
    try {
      const { evaluateFiles } = await import('../evaluate-files.ts');
      const { asJson, asTable } = await import('../evaluation-report.ts');
      const evaluation = await evaluateFiles(paths, manifest, shelf);
      process.stdout.write(`${(values.json ? asJson : asTable)(evaluation, manifest, values.data)}\n`);
      return evaluation.failed.length > 0 ? 1 : 0;
    } finally {
      shelf.clear();
      device.close();
    }
  },
};
