import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { faultsIn } from '../../engine/faults.ts';
import { readKerasInception } from '../../engine/models/keras-inception.ts';
import { kerasCard } from '../../engine/models/keras-model.ts';
import { packDream } from '../../engine/models/pack-dream.ts';
import { readSafetensors, type Stored } from '../../engine/models/safetensors.ts';
import { createShelf } from '../../engine/models/shelf.ts';
import { checkFolder, modelsOnDisk, readJson } from '../files.ts';
import { kerasFile } from '../keras-weights.ts';
import { parsed, type Verb, WrongUse } from '../verb.ts';
import { writeModel } from '../write-model.ts';

const cardSchema = v.object({
  id: v.string(),
  title: v.string(),
  task: v.string(),
  licence: v.string(),
  data: v.string(),
  metrics: v.record(v.string(), v.number()),
});

async function list(root: string): Promise<void> {
  const shelf = createShelf(modelsOnDisk(root), 0);
  const all = [...(await shelf.manifests()), ...(await shelf.cells()), ...(await shelf.dreams())];
  for (const sentence of await shelf.unread()) process.stderr.write(`eosin: ${sentence}\n`);
  const width = Math.max(...all.map(({ id }) => id.length));
  process.stdout.write(all.map(({ id, task }) => `${id.padEnd(width)}  ${task}\n`).join(''));
}

/** Safetensors files of InceptionV3 as a model folder. */
async function pack(
  files: readonly string[],
  card: string | undefined,
  bits: string,
  shelf: string,
): Promise<void> {
  if (files.length === 0 || !card) {
    throw new WrongUse('models pack needs FILE.safetensors ... and --card FILE.json.');
  }
  if (bits !== '8' && bits !== '16') throw new WrongUse(`models pack stores 8 or 16 bits, not "${bits}".`);
  const result = v.safeParse(cardSchema, await readJson(card));
  if (!result.success) {
    throw new WrongUse(`${card}: the card does not fit. ${faultsIn(result.issues, 'the card')}.`);
  }
  const tensors = new Map<string, Stored>();
  for (const file of files) {
    const bytes = await readFile(file).catch((cause: Error) => {
      throw new WrongUse(`${file} cannot be read (${cause.message}).`, { cause });
    });
    for (const one of readSafetensors(bytes, file).tensors) tensors.set(...one);
  }
  const folder = await packDream(tensors, result.output, bits === '8' ? 'i8' : 'f16');
  process.stdout.write(`${await writeModel(shelf, folder)}\n`);
}

/** Keras' ImageNet weights as a model folder. */
async function fetchKeras(path: string | undefined, shelf: string): Promise<void> {
  const weights = await readKerasInception(await kerasFile(path), path ?? kerasCard.id);
  process.stdout.write(`${await writeModel(shelf, await packDream(weights, kerasCard))}\n`);
}

/** The models there are, and new ones made. */
export const models: Verb = {
  summary: 'the models that render can paint and dream with, and new ones',
  help: `eosin models
eosin models inception-v3-imagenet [FILE.h5] [--out DIR]
eosin models pack FILE.safetensors ... --card FILE.json [--bits 8] [--out DIR]

  Without a word: one line for each model, its id, and what it makes of what.

  inception-v3-imagenet
           fetches Keras' file of ImageNet weights (84 MB), or takes a copy of it, checks its MD5, and makes a model to
           dream with of it, in public/models. It is not part of Eosin: leave it out of commits.
  pack     makes a model to dream with of InceptionV3's weights (unit_<n>/kernel, unit_<n>/bias, float16, batch
           norm folded in), in public/models. The card names id, title, task, licence, data and metrics. With --bits 8
           it stores 8 bits with a scale for each output channel: half the download.
  --out DIR  writes the model into this folder, made where it does not exist, instead of public/models
`,
  async run(args, root) {
    const { values, positionals } = parsed(args, {
      card: { type: 'string' },
      bits: { type: 'string', default: '16' },
      out: { type: 'string' },
    });
    const shelf = values.out ?? join(root, 'public/models');
    if (values.out !== undefined) await checkFolder(values.out, { create: true });
    const [word, ...files] = positionals;
    const [file, ...more] = files;
    if (word !== 'pack' && more.length > 0) throw new WrongUse(`models takes no "${more[0]}".`);
    if (word === undefined) await list(root);
    else if (word === 'pack') await pack(files, values.card, values.bits, shelf);
    else if (word === kerasCard.id) await fetchKeras(file, shelf);
    else throw new WrongUse(`models knows the words pack and ${kerasCard.id}, not "${word}".`);
    return 0;
  },
};
