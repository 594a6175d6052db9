import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, extname, join } from 'node:path';
import { learning } from '../../engine/learn/learn-from.ts';
import { MOST_CORRECTIONS } from '../../engine/learn/most-corrections.ts';
import { createShelf } from '../../engine/models/shelf.ts';
import { defaultRecipe } from '../../engine/recipe.ts';
import { backends, openDevice } from '../device.ts';
import { checkFolder, modelsOnDisk } from '../files.ts';
import { modelNamed } from '../model-file.ts';
import { oneOf, parsed, type Verb, WrongUse, wholeNumberIn } from '../verb.ts';
import { cellSettings } from './cells.ts';

const ENDINGS = ['_labels.png', '_labels.tif', '_labels.tiff', '.labels.tif'] as const;

/** The label map beside a picture. @throws WrongUse where there is none. */
export function labelsBeside(picture: string): string {
  const stem = picture.slice(0, -extname(picture).length);
  const found = ENDINGS.map((ending) => `${stem}${ending}`).find((path) => existsSync(path));
  if (found) return found;
  throw new WrongUse(
    `${picture} has no label map beside it; put its mended cells there as ${basename(stem)}_labels.png or ${basename(stem)}.labels.tif.`,
  );
}

const number = (value: number) => value.toFixed(3);

/** The net that finds cells, taught what mended label maps show. */
export const learnCells: Verb = {
  summary: 'teach the net that finds cells what you have mended',
  help: `eosin learn-cells IN... --out DIR [options]

  Learns from 1 to ${MOST_CORRECTIONS} pictures with mended label maps beside them (NAME_labels.png or .tif, or the NAME.labels.tif that
  \`eosin cells\` writes) and writes the model's folder to DIR: \`eosin cells --model DIR\` uses it. A quarter of each picture is held out
  where enough was mended, and the figure on it is printed before and after. It takes ${learning.seconds} seconds at most.

  --out DIR          made where it does not exist
  --model ID|FILE    what it begins with. Default: ${defaultRecipe.cells.model}
  --judge FILE       another picture with a label map, not learnt from; as often as you like. AP50 on all of them is
                     printed before and after
  --title TEXT       of the model. Default: Learnt from N pictures
  --seconds N        the most that learning takes, 5 to 3600
  --steps N          the most steps, 1 to 10000. Default: ${learning.steps}
  --seed N           of the chance. Default: ${learning.seed}
  --diameter PX      of a typical cell, 4 to 2000. Default: found out
  --min-area, --channel   as \`eosin cells\`
  --json             {"steps", "seconds", "cells", "heldOut": {"before", "after", "cells"} or null,
                     "judged": {"before", "after", "pictures", "cells"} or null, "written"}
  --backend BACKEND  webgpu or wasm. Default: webgpu on a real GPU, else wasm
`,
  async run(args, root) {
    const { values, positionals } = parsed(args, {
      out: { type: 'string' },
      model: { type: 'string' },
      judge: { type: 'string', multiple: true, default: [] },
      title: { type: 'string' },
      seconds: { type: 'string', default: `${learning.seconds}` },
      steps: { type: 'string', default: `${learning.steps}` },
      seed: { type: 'string', default: `${learning.seed}` },
      diameter: { type: 'string' },
      'min-area': { type: 'string' },
      channel: { type: 'string' },
      json: { type: 'boolean', default: false },
      backend: { type: 'string' },
    });
    const { out, judge } = values;
    if (positionals.length === 0 || positionals.length > MOST_CORRECTIONS) {
      throw new WrongUse(
        `learn-cells needs 1 to ${MOST_CORRECTIONS} mended pictures: eosin learn-cells IN... --out DIR.`,
      );
    }
    if (!out) throw new WrongUse('learn-cells needs --out DIR, the folder to write the model to.');
    const taught = positionals.map((picture) => ({ picture, labels: labelsBeside(picture) }));
    const judged = judge.map((picture) => ({ picture, labels: labelsBeside(picture), set: 'judged' }));
    const twice = judge.find((picture) => positionals.includes(picture));
    if (twice) throw new WrongUse(`${twice} is learnt from; judge by others.`);
    const plan = {
      ...learning,
      seconds: wholeNumberIn('seconds', values.seconds, { least: 5, most: 3600 }),
      steps: wholeNumberIn('steps', values.steps, { least: 1, most: 10_000 }),
      seed: wholeNumberIn('seed', values.seed, { least: 0, most: 2 ** 31 }),
    };
    const backend = values.backend === undefined ? null : oneOf('backend', values.backend, backends);
    const { host, id } = await modelNamed(modelsOnDisk(root), values.model);
    const shelf = createShelf(host, Number.POSITIVE_INFINITY);
    const recipe = { ...defaultRecipe, ...(await cellSettings(shelf, { ...values, model: id })) };
    await checkFolder(out, { create: true });
    const device = await openDevice(backend);
    try {
      const { learnInFolder } = await import('../learn-in-folder.ts');
      const title =
        values.title ?? `Learnt from ${taught.length === 1 ? 'one picture' : `${taught.length} pictures`}`;
      const hardware = `${device.backend === 'wasm' ? 'WebAssembly, one thread' : device.name}, ${availableParallelism()} cores`;
      const found = await learnInFolder(
        taught,
        judged,
        recipe,
        plan,
        { title, hardware },
        { device, shelf, host },
      );
      for (const [name, bytes] of found.files) await writeFile(join(out, name), bytes);
      const { steps, seconds, cells, heldOut, others } = found;
      if (values.json) {
        const report = { steps, seconds, cells, heldOut, judged: others, written: out };
        process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
        return 0;
      }
      process.stdout.write(
        `Learnt from ${cells} cells: ${steps} steps in ${seconds.toFixed(0)} s. Written to ${out}.\n`,
      );
      process.stdout.write(
        heldOut
          ? `Held out (${heldOut.cells} cells of these pictures): AP50 ${number(heldOut.before)} before, ${number(heldOut.after)} after.\n`
          : 'Too few cells were mended to hold any out.\n',
      );
      if (others) {
        process.stdout.write(
          `Judged by ${others.pictures} other pictures (${others.cells} cells): AP50 ${number(others.before)} before, ${number(others.after)} after.\n`,
        );
      }
      return 0;
    } finally {
      shelf.clear();
      device.close();
    }
  },
};
