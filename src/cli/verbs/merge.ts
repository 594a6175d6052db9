import { mergeBatches } from '../batch/merge.ts';
import { parsed, type Verb, WrongUse } from '../verb.ts';

/** What the shards of a batch wrote, in one manifest and one table. */
export const merge: Verb = {
  summary: 'merge the manifests and tables of the shards of a batch',
  help: `eosin merge DIR... [--out DIR]

  DIR is the --out of a batch, or each shard's own. Looks at every result, and writes in the order of the pictures' names:
    manifest.csv   a row for each picture: hashes, models, cells, state, error; without seconds
    cells.csv      the cells of all pictures, the picture's name in front, where \`eosin cells\` wrote tables
  They are the same bytes whatever the shards were. No result is moved. Exit status: 1 where pictures failed (each is named), 2 where a
  shard is missing or has not ended: then nothing is written.

  --out DIR          where to write them, and where the results' paths in them begin. Default: DIR, where it is one
`,
  async run(args) {
    const { values, positionals } = parsed(args, { out: { type: 'string' } });
    const [first, ...others] = positionals;
    if (first === undefined) throw new WrongUse('merge needs the folder of a batch: eosin merge DIR...');
    if (values.out === undefined && others.length > 0)
      throw new WrongUse('merge needs --out DIR where it takes several folders.');
    const { failed, written } = await mergeBatches(positionals, values.out ?? first);
    for (const path of written) process.stdout.write(`${path}\n`);
    for (const { source, error } of failed)
      process.stderr.write(`eosin: ${error.includes(source) ? error : `${source}: ${error}`}\n`);
    return failed.length > 0 ? 1 : 0;
  },
};
