import { defaultLooks } from '../../engine/figure/default-looks.ts';
import { createShelf } from '../../engine/models/shelf.ts';
import { backends, openDevice } from '../device.ts';
import { checkFolderOf, modelsOnDisk } from '../files.ts';
import { oneOf, parsed, type Verb, WrongUse } from '../verb.ts';

const formats = ['svg', 'pdf', 'png', 'jpg', 'tif'] as const;

/** Pictures to a figure for a paper. */
export const figure: Verb = {
  summary: 'a figure for a paper: stages of pictures in rows and columns, as SVG, PDF, PNG, JPEG or TIFF',
  help: `eosin figure PLAN.json --out FILE [options]

  Makes the figure that a plan describes, as FILE's ending says: .svg and .pdf keep letters as text and the panels' own pixels, .png
  and .tif (16 bits a channel) have the plan's dots an inch. Prints what a paper would still ask for, and a paragraph for
  its methods. \`eosin verify FILE\` makes it again and compares. docs/FIGURES.md describes plans; the least is
  {"version": 1, "rows": [{"picture": "cells.tif"}]}
  Pictures, and recipes that are named as files, are looked for from the plan's folder on. What a plan leaves out is
  ${JSON.stringify(defaultLooks)}

  --out FILE         FILE.svg, FILE.pdf, FILE.png, FILE.jpg or FILE.tif
  --backend BACKEND  webgpu or wasm. Default: webgpu on a real GPU, else wasm
  --json             one line of JSON: {"file", "lights": [{"name", "isMet", "sentence"}], "methods"}
`,
  async run(args, root) {
    const { values, positionals } = parsed(args, {
      out: { type: 'string' },
      backend: { type: 'string' },
      json: { type: 'boolean' },
    });
    const [path, ...more] = positionals;
    if (path === undefined || more.length > 0)
      throw new WrongUse(
        `figure takes one plan: eosin figure PLAN.json --out FILE; ${positionals.length} were given.`,
      );
    const { out } = values;
    const ending = /\.([a-z]+)$/i
      .exec(out ?? '')?.[1]
      ?.toLowerCase()
      .replace('tiff', 'tif')
      .replace('jpeg', 'jpg');
    const format = formats.find((one) => one === ending);
    if (out === undefined || !format)
      throw new WrongUse('figure needs --out FILE with the ending .svg, .pdf, .png, .jpg or .tif.');
    const backend = values.backend === undefined ? null : oneOf('backend', values.backend, backends);
    const { figureFile, readPlan } = await import('../figure-file.ts');
    await readPlan(path); // before a device is opened
    await checkFolderOf(out);
    const shelf = createShelf(modelsOnDisk(root), Number.POSITIVE_INFINITY);
    const device = await openDevice(backend);
    try {
      const report = await figureFile(path, out, format, { device, shelf });
      const lights = report.lights.map(
        ({ name, isMet, sentence }) => `${isMet ? 'there   ' : 'missing '} ${name}: ${sentence}`,
      );
      process.stdout.write(
        values.json ? `${JSON.stringify(report)}\n` : `${[...lights, '', report.methods].join('\n')}\n`,
      );
      return 0;
    } finally {
      shelf.clear();
      device.close();
    }
  },
};
