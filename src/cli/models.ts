import { createShelf } from '../engine/models/shelf.ts';
import { modelsOnDisk } from './files.ts';
import { parsed, type Verb, WrongUse } from './verb.ts';

/** The models that `render --model` takes. */
export const models: Verb = {
  summary: 'the models that render can paint with',
  help: `eosin models

  One line for each model: its id, and what it makes of what.
`,
  async run(args, root) {
    const { positionals } = parsed(args, {});
    if (positionals.length > 0) throw new WrongUse('models takes no argument.');
    const manifests = await createShelf(modelsOnDisk(root), 0).manifests();
    const width = Math.max(...manifests.map(({ id }) => id.length));
    process.stdout.write(manifests.map(({ id, task }) => `${id.padEnd(width)}  ${task}\n`).join(''));
    return 0;
  },
};
