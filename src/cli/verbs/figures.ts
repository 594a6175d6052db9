import { createShelf } from '../../engine/models/shelf.ts';
import { backends, openDevice } from '../device.ts';
import { checkFolder, modelsOnDisk } from '../files.ts';
import { oneOf, parsed, type Verb, WrongUse } from '../verb.ts';

/** The paper's figures and claims from this project's own models. */
export const figures: Verb = {
  summary: "the paper's figures and claims, from the models that come with Eosin",
  help: `eosin figures --out DIR [options]

  Draws the data set, paints its held-out dishes with each petri model, dreams on them and on the
  sample cells, and writes
  DIR/data-set.png    the 200 dishes (the paper's figure 1)
  DIR/cyclegan.png    held-out edges and what CycleGAN paints from them (figure 3)
  DIR/circle.png      what comes back through both generators of CycleGAN (figure 2)
  DIR/pix2pix.png     the same for Pix2pix, from edges and from edges and grey (figure 4)
  DIR/curves.svg      what the dreams do, step by step
  DIR/claims.json     the five claims in numbers
  and prints the claims as tables in Markdown. Everything comes from seeds: a second run gives the
  same files. Some ten minutes on two cores. Sheets of dreams, layer by steps (figure 5), are made
  by \`eosin render FILE --stage layers\`.

  --out DIR          made where it does not exist
  --backend BACKEND  webgpu or wasm. Default: webgpu on a real GPU, else wasm
`,
  async run(args, root) {
    const { values, positionals } = parsed(args, { out: { type: 'string' }, backend: { type: 'string' } });
    if (positionals.length > 0)
      throw new WrongUse(
        "figures takes no file, only --out DIR: it draws the paper's figures. One of your own is made by eosin figure PLAN.json.",
      );
    if (!values.out) throw new WrongUse('figures needs --out DIR, the folder to write to.');
    const backend = values.backend === undefined ? null : oneOf('backend', values.backend, backends);
    await checkFolder(values.out, { create: true });
    const shelf = createShelf(modelsOnDisk(root), Number.POSITIVE_INFINITY);
    const device = await openDevice(backend);
    try {
      const { drawFigures } = await import('../figures/sheets.ts');
      process.stdout.write(`${await drawFigures(values.out, root, shelf, device)}\n`);
      return 0;
    } finally {
      shelf.clear();
      device.close();
    }
  },
};
