import { BATCH_PROCESS } from './batch/messages.ts';
import { serveBatch } from './batch/process.ts';
import { failure, type Verb, WrongUse } from './verb.ts';
import { cells } from './verbs/cells.ts';
import { dishes } from './verbs/dishes.ts';
import { edges } from './verbs/edges.ts';
import { evaluate } from './verbs/evaluate.ts';
import { explain } from './verbs/explain.ts';
import { figure } from './verbs/figure.ts';
import { figures } from './verbs/figures.ts';
import { info } from './verbs/info.ts';
import { learnCells } from './verbs/learn-cells.ts';
import { lens } from './verbs/lens.ts';
import { merge } from './verbs/merge.ts';
import { models } from './verbs/models.ts';
import { pairs } from './verbs/pairs.ts';
import { recipes } from './verbs/recipes.ts';
import { render } from './verbs/render.ts';
import { train } from './verbs/train.ts';
import { verify } from './verbs/verify.ts';

const verbs: ReadonlyMap<string, Verb> = new Map(
  Object.entries({
    edges,
    cells,
    'learn-cells': learnCells,
    render,
    info,
    verify,
    models,
    recipes,
    train,
    evaluate,
    lens,
    pairs,
    figure,
    figures,
    dishes,
    explain,
    merge,
  }),
);

const usage = `Eosin: edges and generated colours of cell images.

${[...verbs].map(([name, { summary }]) => `  eosin ${name.padEnd(13)}${summary}`).join('\n')}

  eosin VERB --help says the rest. From the project's folder: npm run cli -- VERB ...
  Exit status: 0, 1 where some files failed (each is named), 2 on wrong use.
`;

/**
 * The command line: finds the verb, runs it, and turns what it throws into one line and an exit status.
 *
 * @param args what stands after the command's name.
 * @param root the project's folder.
 * @returns the exit status: 0, 1 (some files failed) or 2 (wrong use).
 */
export async function main(args: readonly string[], root: string): Promise<0 | 1 | 2> {
  // A reader that stops early, as `head` does, is no fault of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const [name, ...rest] = args;
  if (name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(usage);
    return 0;
  }
  const known = [...verbs.keys()].join(', ');
  try {
    if (name === BATCH_PROCESS) return await serveBatch(root);
    if (name === undefined) throw new WrongUse(`say what to do: ${known}. --help says more.`);
    const verb = verbs.get(name);
    if (!verb) throw new WrongUse(`there is no verb "${name}". The verbs are: ${known}.`);
    const options = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
    if (options.includes('--help') || options.includes('-h')) {
      process.stdout.write(verb.help);
      return 0;
    }
    return await verb.run(rest, root);
  } catch (error) {
    if (error instanceof WrongUse) {
      process.stderr.write(`eosin: ${error.message}\n`);
      return 2;
    }
    process.stderr.write(`eosin: ${failure(error)}\n`);
    return 1;
  }
}
