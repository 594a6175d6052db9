import { createShelf } from '../../engine/models/shelf.ts';
import { backends, openDevice } from '../device.ts';
import { filesIn, modelsOnDisk } from '../files.ts';
import { oneOf, parsed, type Verb, WrongUse } from '../verb.ts';

const PICTURES = /\.(png|jpe?g|tiff?|webp|gif|bmp)$/i;

/** The pictures of a folder by name; what else lies there, as a `pairs.json`, is passed over. @throws WrongUse where there is none. */
async function picturesIn(folder: string): Promise<string[]> {
  const pictures = (await filesIn(folder)).filter((path) => PICTURES.test(path));
  if (pictures.length === 0) throw new WrongUse(`The folder ${folder} holds no picture.`);
  return pictures;
}

/** How well a model paints pictures that it did not learn from. */
export const evaluate: Verb = {
  summary: 'figures of merit of a model over pairs or pictures',
  help: `eosin evaluate --model ID --data DIR [options]

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
`,
  async run(args, root) {
    const { values, positionals } = parsed(args, {
      model: { type: 'string' },
      data: { type: 'string' },
      json: { type: 'boolean', default: false },
      backend: { type: 'string' },
    });
    if (positionals.length > 0) throw new WrongUse('evaluate takes no file; name a folder with --data DIR.');
    if (!values.model) throw new WrongUse('evaluate needs --model ID.');
    if (!values.data) throw new WrongUse('evaluate needs --data DIR, a folder of pairs or pictures.');
    const backend = values.backend === undefined ? null : oneOf('backend', values.backend, backends);
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
