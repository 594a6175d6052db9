import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { StudioError } from '../../engine/errors.ts';
import { checkPlan, type Plan } from '../../engine/train/plan.ts';
import { backends, type NodeBackend, openDevice } from '../device.ts';
import { checkFolder, readJson } from '../files.ts';
import { numberIn, oneOf, parsed, type Verb, WrongUse } from '../verb.ts';

/** @throws WrongUse where it is no plan. */
async function readPlan(path: string): Promise<Plan> {
  try {
    return checkPlan(await readJson(path), path);
  } catch (error) {
    if (error instanceof StudioError) throw new WrongUse(error.message, { cause: error });
    throw error;
  }
}

/** A generator trained by a plan on coloured pictures, to a folder that is a model. */
export const train: Verb = {
  summary: 'train a generator by a plan, on your own pictures or on drawn dishes',
  help: `eosin train PLAN.json --out DIR (--data PATH | --petri N) [options]

  Makes pairs of coloured pictures by the plan's recipe, holds a tenth of them out, trains, and
  writes DIR/model: a folder that the shelf can load. On the way DIR/checkpoint.safetensors and
  sheets of held-out samples in DIR/samples. Ctrl-C keeps a checkpoint and ends.

  --out DIR          made where it does not exist
  --data PATH        learns from the pictures in this folder; or from pairs, as \`eosin pairs\` writes them,
                     folder or ZIP, which are held out as they say
  --petri N          learns from the first N petri dishes of the data set (the paper has 200)
  --resume           goes on from DIR/checkpoint.safetensors
  --backend BACKEND  webgpu or wasm. Default: webgpu on a real GPU, else wasm
`,
  async run(args) {
    const { values, positionals } = parsed(args, {
      out: { type: 'string' },
      data: { type: 'string' },
      petri: { type: 'string' },
      resume: { type: 'boolean' },
      backend: { type: 'string' },
    });
    const [path, ...more] = positionals;
    if (path === undefined || more.length > 0) {
      throw new WrongUse('train takes one plan: eosin train PLAN.json --out DIR --data PATH.');
    }
    if (!values.out) throw new WrongUse('train needs --out DIR, the folder to write to.');
    if ((values.data === undefined) === (values.petri === undefined)) {
      throw new WrongUse('train needs either --data PATH or --petri N: what to learn from.');
    }
    const petri =
      values.petri === undefined ? null : numberIn('petri', values.petri, { least: 3, most: 100_000 });
    const backend: NodeBackend | null =
      values.backend === undefined ? null : oneOf('backend', values.backend, backends);
    const plan = await readPlan(path);
    await checkFolder(values.out, { create: true });
    const checkpoint = join(values.out, 'checkpoint.safetensors');
    if (values.resume && !existsSync(checkpoint)) {
      throw new WrongUse(`${checkpoint} does not exist: there is nothing to resume.`);
    }
    if (!values.resume && existsSync(checkpoint)) {
      throw new WrongUse(`${checkpoint} exists: go on with --resume, or name another folder.`);
    }
    const device = await openDevice(backend);
    try {
      const { trainInFolder } = await import('../train-in-folder.ts');
      await trainInFolder(plan, basename(path), values.out, {
        data: values.data ?? null,
        petri,
        checkpoint: values.resume ? new Uint8Array(await readFile(checkpoint)) : null,
        hardware: device.name,
      });
      return 0;
    } finally {
      device.close();
    }
  },
};
