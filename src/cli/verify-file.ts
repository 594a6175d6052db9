import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { type MadeFormat, makersOf } from '../engine/again.ts';
import { createCache } from '../engine/cache.ts';
import { StudioError } from '../engine/errors.ts';
import type { Provenance } from '../engine/export/provenance.ts';
import { bytesOf } from '../engine/formats/opened-file.ts';
import { type Difference, pictureDifference } from '../engine/metrics/picture-difference.ts';
import type { RenderContext, Weights } from '../engine/render.ts';
import { saidBy } from '../engine/share/carried.ts';
import { provenanceIn } from '../engine/share/provenance-in.ts';
import { drawnSource, type Source } from '../engine/source.ts';
import { decode } from '../engine/stages/decode.ts';
import { spilling } from '../engine/tiles/scratch.ts';
import { now } from './device.ts';
import { fileBytes } from './file-bytes.ts';
import { fileScratch } from './file-scratch.ts';
import { sourceOnDisk } from './source-on-disk.ts';
import { WrongUse } from './verb.ts';

/** What samples are drawn of. */
const scenes = ['nuclei', 'smear', 'dish'] as const;
/** What is put aside in memory before files are used. */
const ASIDE_BYTES = 2 ** 26;
const CACHE_BYTES = 2 ** 30;

/** How a file compares with what its own words make. */
export interface Verdict {
  readonly file: string;
  readonly source: string;
  readonly shows: Provenance['shows'];
  readonly same: boolean;
  /** How far off; null where it is the same, or has another size. */
  readonly difference: Difference | null;
  /** Models whose weights here are others than those that made the file. */
  readonly otherWeights: readonly string[];
}

const formatOf = (bytes: Uint8Array): MadeFormat | null => {
  const head = String.fromCharCode(...bytes.subarray(0, 4));
  if (head === '\x89PNG') return 'png';
  if (head === 'GIF8') return 'gif';
  return head.startsWith('II') ? 'tiff' : null;
};

/** @throws StudioError `file` where the file says nothing that can be followed. */
function readProvenance(path: string, bytes: Uint8Array<ArrayBuffer>): Provenance {
  let said: unknown;
  try {
    said = saidBy(bytesOf(bytes));
  } catch {
    said = null; // damaged, or of another program
  }
  const provenance = provenanceIn(said);
  if (provenance) return provenance;
  throw new StudioError(
    'file',
    `${path} carries no recipe of Eosin, or a damaged one; PNG, TIFF and GIF as Eosin writes them do, unless another program saved them again.`,
  );
}

/** The picture that a file was made from. @throws WrongUse where nobody says which. @throws StudioError `file` where it is another. */
async function sourceOf(
  path: string,
  { source: { name, fingerprint } }: Provenance,
  given: string | undefined,
): Promise<Source> {
  const [kind, what = '', seed = ''] = fingerprint.split(':');
  const scene = scenes.find((one) => one === what);
  if (kind === 'drawn' && scene) return drawnSource(fingerprint, name, scene, Number(seed));
  const beside = resolve(dirname(path), basename(name.replaceAll('\\', '/')));
  const found = given ?? (existsSync(beside) ? beside : undefined);
  if (found === undefined)
    throw new WrongUse(
      `${path} was made from ${name}, which does not lie beside it: say where with --source.`,
    );
  const source = sourceOnDisk(found, name);
  if ((await source.fingerprint()) === fingerprint) return source;
  throw new StudioError(
    'file',
    `${found} is not the picture that ${path} was made from: its SHA-256 is another.`,
  );
}

/** The picture that a dream went towards. */
async function guideOf(
  path: string,
  { dream }: Provenance,
  given: string | undefined,
): Promise<{ readonly guide?: Source }> {
  if (!dream?.guide) return {};
  if (given === undefined)
    throw new WrongUse(`${path} was dreamed towards a guide: say with --guide where that picture is.`);
  const guide = sourceOnDisk(given);
  if ((await guide.fingerprint()) === dream.guide) return { guide };
  throw new StudioError('file', `${given} is not the guide of ${path}: its SHA-256 is another.`);
}

/** The models of one that are not those of the other. */
function othersThan(told: Provenance, made: Provenance | null): readonly string[] {
  const pairs: readonly (readonly [Weights | null, Weights | null | undefined])[] = [
    [told.model, made?.model],
    [told.dream, made?.dream],
    [told.cells, made?.cells],
  ];
  return pairs.flatMap(([before, after]) => (before && before.sha256 !== after?.sha256 ? [before.id] : []));
}

/**
 * Makes a file again by what it says of itself, and compares.
 *
 * @throws WrongUse where its source or guide is not named; StudioError where it says nothing, its source is another, or as `render`.
 */
export async function verifyFile(
  path: string,
  given: { readonly source?: string | undefined; readonly guide?: string | undefined },
  room: Pick<RenderContext, 'device' | 'shelf'>,
): Promise<Verdict> {
  const stored = await fileBytes(path);
  const bytes = stored.read(0, stored.size);
  const provenance = readProvenance(path, bytes);
  const format = formatOf(bytes);
  const makers = format ? makersOf(provenance, format) : [];
  if (makers.length === 0)
    throw new StudioError(
      'file',
      `${path} is of a kind that cannot be made again here; PNG, TIFF and GIF can.`,
    );
  const source = await sourceOf(path, provenance, given.source);
  const extras = await guideOf(path, provenance, given.guide);
  const context: RenderContext = { ...room, cache: createCache(CACHE_BYTES), now };
  const { signal } = new AbortController(); // Ctrl-C ends the process
  const beyond = fileScratch();
  const base = { file: path, source: source.name, shows: provenance.shows };
  let nearest: Verdict | null = null;
  try {
    for (const make of makers) {
      const steps = make({ source, context, scratch: spilling(ASIDE_BYTES, beyond), signal, extras });
      let step = await steps.next();
      while (!step.done) step = await steps.next();
      const made = step.value;
      const isSame = made.length === bytes.length && Buffer.compare(made, bytes) === 0;
      const difference = isSame
        ? null
        : pictureDifference(await decode(path, bytes), await decode(path, made));
      const same = isSame || (format !== 'gif' && difference?.differing === 0);
      const verdict = {
        ...base,
        same,
        difference: same ? null : difference,
        otherWeights: othersThan(provenance, provenanceIn(saidBy(bytesOf(made)))),
      };
      if (same) return verdict;
      if (!nearest?.difference || (difference && difference.mean < nearest.difference.mean))
        nearest = verdict;
    }
  } finally {
    beyond.end();
  }
  if (nearest) return nearest;
  throw new Error('a file that can be made was not made');
}
