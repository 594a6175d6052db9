import { dirname } from 'node:path';
import { type CellFormat, cellEndings, cellFormats } from '../../engine/cells/cell-files.ts';
import { createShelf, type Shelf } from '../../engine/models/shelf.ts';
import { cellPalettes, defaultRecipe, type Recipe } from '../../engine/recipe.ts';
import { batchHelp, batchIn, batchOptions } from '../batch/options.ts';
import type { Work } from '../batch/work.ts';
import type { CellsReport } from '../cell-files.ts';
import { destinations } from '../destinations.ts';
import { backends, openDevice } from '../device.ts';
import { checkFolder, modelsOnDisk } from '../files.ts';
import { modelNamed } from '../model-file.ts';
import { planeHelp, planeIn, planeOptions } from '../plane-options.ts';
import { numberIn, oneOf, parsed, type Verb, WrongUse, wholeNumberIn } from '../verb.ts';

/** @throws WrongUse listing those there are. */
export async function knownCellModel(shelf: Shelf, id: string): Promise<string> {
  const models = await shelf.cells();
  if (models.some((one) => one.id === id)) return id;
  const there = models.map((one) => one.id).join(', ');
  throw new WrongUse(
    there
      ? `there is no model "${id}" that finds cells. There are: ${there}.`
      : `the model "${id}" that finds cells is not in public/models.`,
  );
}

/** @throws WrongUse naming the word that is none of them. */
const formatsIn = (text: string): CellFormat[] =>
  [...new Set(text.split(','))].map((word) => oneOf('format', word.trim(), cellFormats));

/** The settings that say how cells are found. @throws WrongUse where one does not fit. */
export async function cellSettings(
  shelf: Shelf,
  values: {
    readonly [option in 'model' | 'diameter' | 'min-area' | keyof typeof planeOptions]?: string | undefined;
  },
): Promise<Pick<Recipe, 'develop' | 'cells'>> {
  const { develop, cells } = defaultRecipe;
  const { diameter } = values;
  return {
    develop: { ...develop, ...planeIn(values) },
    cells: {
      ...cells,
      enabled: true,
      model: await knownCellModel(shelf, values.model ?? cells.model),
      ...(diameter !== undefined && {
        diameter: numberIn('diameter', diameter, { least: 4, most: 2000 }),
      }),
      ...(values['min-area'] !== undefined && {
        least: wholeNumberIn('min-area', values['min-area'], { least: 1, most: 100_000 }),
      }),
    },
  };
}

/** Every cell of pictures, told apart, measured and written for others to read. */
export const cells: Verb = {
  summary: 'find every cell: labels, measures, outlines, colours',
  help: `eosin cells IN... --out DIR [options]

  Finds the single cells of each picture at its own size and writes what --format names:
    labels   DIR/<name>.labels.tif     16 bits (32 above 65,535 cells); 0 is background
    csv      DIR/<name>.cells.csv      a line for each cell, units in the head, every channel's own numbers
    geojson  DIR/<name>.cells.geojson  outlines, as QuPath reads them
    rois     DIR/<name>.rois.zip       outlines, as ImageJ's ROI Manager reads them
    colour   DIR/<name>.colour.png     the picture with its cells in colours
  It is a network's estimate: look at the outlines before you trust a number. Pictures of equal names keep their
  extension, or their folders where that does not tell them apart.

  --                 ends the options: what follows are files, whatever their names begin with
  --out DIR          made where it does not exist
  --format LIST      separated by commas. Default: all of them
  --palette NAME     what the colours say: ${cellPalettes.join(', ')}. Default: distinct
  --model ID|FILE    a model that tells cells apart, by its id, or by its folder or ZIP as \`eosin learn-cells\` or the page writes it.
                     Default: ${defaultRecipe.cells.model}
${planeHelp}
  --diameter PX      of a typical cell, 4 to 2000. Default: found out
  --min-area PX      leaves out smaller cells. Default: ${defaultRecipe.cells.least}
  --json             {"pictures": [{"file", "cells", "summary", "diameterPx", "pixelUm", "model", "written"}],
                     "failed": [FILE, ...]}
  --backend BACKEND  webgpu or wasm. Default: webgpu on a real GPU, else wasm

${batchHelp}
  Of cells a batch writes a folder for each picture (DIR/<name>/labels.tif, cells.csv, ...) and DIR/cells.csv, the cells of all.
`,
  async run(args, root) {
    const { values, positionals } = parsed(args, {
      out: { type: 'string' },
      format: { type: 'string', default: cellFormats.join(',') },
      palette: { type: 'string', default: 'distinct' },
      model: { type: 'string' },
      ...planeOptions,
      diameter: { type: 'string' },
      'min-area': { type: 'string' },
      json: { type: 'boolean', default: false },
      backend: { type: 'string' },
      ...batchOptions,
    });
    if (positionals.length === 0) throw new WrongUse('cells needs pictures: eosin cells IN... --out DIR.');
    if (!values.out) throw new WrongUse('cells needs --out DIR, the folder to write to.');
    const formats = formatsIn(values.format);
    const palette = oneOf('palette', values.palette, cellPalettes);
    const backend = values.backend === undefined ? null : oneOf('backend', values.backend, backends);
    const { host, id } = await modelNamed(modelsOnDisk(root), values.model);
    const shelf = createShelf(host, Number.POSITIVE_INFINITY);
    const recipe: Recipe = {
      ...defaultRecipe,
      ...(await cellSettings(shelf, { ...values, model: id })),
      colour: { ...defaultRecipe.colour, model: 'cells', palette },
    };
    const { out } = values;
    const batch = await batchIn(values, positionals, out);
    if (batch) {
      const work: Work = { kind: 'cells', backend, recipe, formats, model: values.model ?? null };
      const { runBatch } = await import('../batch/run.ts');
      const pictures: CellsReport[] = [];
      const failed = await runBatch(work, batch.pictures, '', batch.settings, root, (report) => {
        if (values.json) pictures.push(report);
        else process.stdout.write(`${report.file}: ${report.summary}\n`);
      });
      if (values.json) process.stdout.write(`${JSON.stringify({ pictures, failed }, null, 2)}\n`);
      return failed.length > 0 ? 1 : 0;
    }
    const byFormat = formats.map(
      (format) => [format, destinations(positionals, out, `.${cellEndings[format]}`)] as const,
    );
    const files = new Map(
      positionals.map((path) => [
        path,
        new Map(byFormat.map(([format, outs]) => [format, outs.get(path)!])), // one for each picture
      ]),
    );
    const folders = [...files.values()].flatMap((outs) => [...outs.values()].map(dirname));
    for (const folder of new Set([out, ...folders])) await checkFolder(folder, { create: true });
    const device = await openDevice(backend);
    try {
      const { writeCells } = await import('../cell-files.ts');
      const pictures: unknown[] = [];
      const failed = await writeCells(files, recipe, { device, shelf }, (report) => {
        if (values.json) pictures.push(report);
        else process.stdout.write(`${report.file}: ${report.summary}\n`);
      });
      if (values.json) process.stdout.write(`${JSON.stringify({ pictures, failed }, null, 2)}\n`);
      return failed.length > 0 ? 1 : 0;
    } finally {
      shelf.clear();
      device.close();
    }
  },
};
