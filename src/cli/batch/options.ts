import { type parsed, WrongUse, wholeNumberIn } from '../verb.ts';
import { areSearched, type BatchPicture, picturesOf } from './pictures.ts';
import type { BatchSettings } from './run.ts';
import { shardIn } from './shard.ts';

/** Options of a batch, as `parsed` takes them. */
export const batchOptions = {
  resume: { type: 'boolean', default: false },
  jobs: { type: 'string' },
  shard: { type: 'string' },
} as const satisfies Parameters<typeof parsed>[1];

/** What they mean, for a verb's help. */
export const batchHelp = `  A folder, a pattern in quotes ('plate/**/*.tif'), or one of the next three options makes a batch: each result keeps its picture's folders
  and extension below --out, DIR/manifest.csv says what became of each, and a file under its name is a whole one.
  --resume           leaves out what DIR's manifests say is finished, if source, settings, models and result are still the same
  --jobs N           works in N processes, 1 to 256; one that crashes is replaced, and its picture marked
  --shard I/N        only every Nth picture, from the Ith: 1/4 to 4/4 on four machines, then \`eosin merge DIR\``;

/**
 * The batch that a command means; null where it names single pictures and no option of a batch.
 *
 * @throws WrongUse where an option does not fit or no picture is found.
 */
export async function batchIn(
  values: {
    readonly resume: boolean;
    readonly jobs?: string | undefined;
    readonly shard?: string | undefined;
  },
  args: readonly string[],
  out: string,
): Promise<{ readonly pictures: readonly BatchPicture[]; readonly settings: BatchSettings } | null> {
  const { resume, jobs, shard } = values;
  const isAsked = resume || jobs !== undefined || shard !== undefined;
  if (!isAsked && !(await areSearched(args))) return null;
  const settings: BatchSettings = {
    out,
    resume,
    jobs: jobs === undefined ? null : wholeNumberIn('jobs', jobs, { least: 1, most: 256 }),
    shard: shard === undefined ? null : shardIn(shard),
  };
  const pictures = await picturesOf(args, out);
  if (pictures.length === 0) throw new WrongUse('there is no picture to work on.');
  return { pictures, settings };
}
