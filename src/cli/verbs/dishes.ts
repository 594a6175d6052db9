import { join } from 'node:path';
import { encodePng } from '../../engine/formats/png-write.ts';
import { DATA_SET_SEED, petriDataSet } from '../../engine/petri/data-set.ts';
import { drawDish } from '../../engine/petri/dish.ts';
import { checkFolder, writePicture } from '../files.ts';
import { progressLine } from '../progress.ts';
import { parsed, type Verb, WrongUse, wholeNumberIn } from '../verb.ts';

/** Petri-dish art, as many pictures as are asked for. */
export const dishes: Verb = {
  summary: 'petri-dish art, drawn from a seed',
  help: `eosin dishes --out DIR [options]

  Draws petri dishes and writes them as DIR/dish-000.png, dish-001.png, ... The first 200 of seed ${DATA_SET_SEED}
  at 256 pixels are the data set that the petri models learnt from.

  --out DIR   made where it does not exist
  --count N   how many. Default: 200
  --seed N    which. Default: ${DATA_SET_SEED}
  --size N    side in pixels, 16 to 4096. Default: 256
`,
  async run(args) {
    const { values, positionals } = parsed(args, {
      out: { type: 'string' },
      count: { type: 'string', default: '200' },
      seed: { type: 'string', default: String(DATA_SET_SEED) },
      size: { type: 'string', default: '256' },
    });
    if (positionals.length > 0) throw new WrongUse('dishes takes no files, only --out DIR.');
    if (!values.out) throw new WrongUse('dishes needs --out DIR, the folder to write to.');
    const count = wholeNumberIn('count', values.count, { least: 1, most: 100_000 });
    const seed = wholeNumberIn('seed', values.seed, { least: 0, most: 2 ** 32 - 1 });
    const size = wholeNumberIn('size', values.size, { least: 16, most: 4096 });
    await checkFolder(values.out, { create: true });
    const line = progressLine(count);
    for (const [i, dish] of petriDataSet(seed, count).entries()) {
      const name = `dish-${String(i).padStart(3, '0')}.png`;
      line.show(name, { stage: 'decode', words: 'drawing', done: 0, of: 1 });
      await writePicture(join(values.out, name), await encodePng(drawDish(dish, size)));
    }
    line.clear();
    process.stdout.write(`${values.out}: ${count} dishes\n`);
    return 0;
  },
};
