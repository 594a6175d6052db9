import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { StudioError } from '../engine/errors.ts';
import type { GivenFile, Provenance } from '../engine/export/provenance.ts';
import { drawnSource, type Source } from '../engine/source.ts';
import type { GivenCells } from '../engine/stages/cells.ts';
import { cellsOnDisk } from './cells-on-disk.ts';
import { sourceOnDisk } from './source-on-disk.ts';
import { WrongUse } from './verb.ts';

/** What samples are drawn of. */
const scenes = ['nuclei', 'smear', 'dish'] as const;

/** What a person named, else the file of that name beside an export, else nothing. */
function namedOr(path: string, name: string, given: readonly string[]): readonly string[] {
  const beside = resolve(dirname(path), basename(name.replaceAll('\\', '/')));
  return given.length === 0 && existsSync(beside) ? [beside] : given;
}

/**
 * The picture that a file was made from.
 *
 * @param given files that a person named; else it lies beside.
 * @throws WrongUse where nobody says which. @throws StudioError `file` where it is another.
 */
export async function sourceOf(
  path: string,
  { source: { name, fingerprint } }: Pick<Provenance, 'source'>,
  given: readonly string[],
): Promise<Source> {
  const [kind, what = '', seed = ''] = fingerprint.split(':');
  const scene = scenes.find((one) => one === what);
  if (kind === 'drawn' && scene) return drawnSource(fingerprint, name, scene, Number(seed));
  const found = namedOr(path, name, given);
  const [first] = found;
  if (first === undefined)
    throw new WrongUse(
      `${path} was made from ${name}, which does not lie beside it: say where with --source.`,
    );
  for (const one of found) {
    const source = sourceOnDisk(one, name);
    if ((await source.fingerprint()) === fingerprint) return source;
  }
  throw new StudioError(
    'file',
    `${first} is not the picture that ${path} was made from: its SHA-256 is another.`,
  );
}

/** The picture that a dream went towards. @param wanted its fingerprint; null for none. */
export async function guideOf(
  path: string,
  wanted: string | null,
  given: string | undefined,
): Promise<{ readonly guide?: Source }> {
  if (wanted === null) return {};
  if (given === undefined)
    throw new WrongUse(`${path} was dreamed towards a guide: say with --guide where that picture is.`);
  const guide = sourceOnDisk(given);
  if ((await guide.fingerprint()) === wanted) return { guide };
  throw new StudioError('file', `${given} is not the guide of ${path}: its SHA-256 is another.`);
}

/** The cells that were put beside the picture. @param wanted null for none. @throws as `sourceOf`. */
export async function labelsOf(
  path: string,
  wanted: GivenFile | null,
  given: readonly string[],
): Promise<{ readonly cells?: GivenCells }> {
  if (wanted === null) return {};
  const { name, fingerprint } = wanted;
  const found = namedOr(path, name, given);
  const [first] = found;
  if (first === undefined)
    throw new WrongUse(
      `${path} was made with the cells of ${name}, which does not lie beside it: say where with --labels.`,
    );
  for (const one of found) {
    const cells = cellsOnDisk(one, name);
    if ((await cells.fingerprint()) === fingerprint) return { cells };
  }
  throw new StudioError(
    'file',
    `${first} does not hold the cells that ${path} was made with: its SHA-256 is another.`,
  );
}
