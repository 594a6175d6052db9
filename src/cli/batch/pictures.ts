import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { alikeNames, pictureEndings } from '../../engine/batch/names.ts';
import { isZarrFolder } from '../../engine/formats/folder-zip.ts';
import { WrongUse } from '../verb.ts';

/** A picture of a batch. */
export interface BatchPicture {
  readonly path: string;
  /** Its path below the folder that all arguments share, with `/` on every system: names it in results and tables. */
  readonly name: string;
}

const kindOf = (path: string): 'file' | 'folder' | 'none' => {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return 'none';
  return found.isDirectory() ? 'folder' : 'file';
};

const isPattern = (argument: string) => kindOf(argument) === 'none' && isDynamicPattern(argument);

/** A folder that is itself one picture is none to look through. */
const isSearched = async (argument: string) =>
  kindOf(argument) === 'folder' && !isZarrFolder(await readdir(argument));

/** Whether one of the arguments names pictures that have yet to be looked for: a folder, or a pattern. */
export async function areSearched(args: readonly string[]): Promise<boolean> {
  for (const argument of args) if (isPattern(argument) || (await isSearched(argument))) return true;
  return false;
}

/** The folder that a pattern starts from, and what of it is left. */
function parted(pattern: string): { readonly base: string; readonly rest: string } {
  const parts = (sep === '/' ? pattern : pattern.replaceAll(sep, '/')).split('/');
  const first = parts.findIndex((part) => isDynamicPattern(part));
  return {
    base: parts.slice(0, first).join('/') || (first > 0 ? '/' : '.'),
    rest: parts.slice(first).join('/'),
  };
}

/** Files and Zarr folders below a folder, by patterns. */
async function matching(base: string, patterns: readonly string[]): Promise<string[]> {
  const found = await glob([...patterns], {
    cwd: base,
    absolute: true,
    caseSensitiveMatch: false,
    expandDirectories: false,
    onlyFiles: false,
    ignore: ['**/*.zarr/*', '**/._*'], // macOS writes the second beside files on other systems' disks
  });
  return found.filter((path) => !path.endsWith('/') || path.endsWith('.zarr/')).map((path) => resolve(path)); // without the slash at its end
}

/** The folder that all of them lie in. */
function sharedFolder(folders: readonly string[]): string {
  const [first = [], ...others] = folders.map((folder) => resolve(folder).split(sep));
  const length = first.findIndex((part, i) => others.some((other) => other[i] !== part));
  return (length === -1 ? first : first.slice(0, length)).join(sep) || sep;
}

const isBelow = (path: string, folder: string) =>
  path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** What an argument names, and the folder below which its names begin. */
async function searched(argument: string): Promise<{ readonly base: string; readonly paths: string[] }> {
  if (isPattern(argument)) {
    const { base, rest } = parted(argument);
    return { base, paths: await matching(base, [rest]) };
  }
  if (await isSearched(argument))
    return { base: argument, paths: await matching(argument, [`**/*.{${pictureEndings}}`, '**/*.zarr']) };
  return { base: dirname(resolve(argument)), paths: [resolve(argument)] };
}

/**
 * The pictures that arguments name (files, folders with all below them, patterns), each once, in the order of their names, which is
 * the same on every machine and says which shard a picture belongs to.
 *
 * @param out the folder of the results, in which no picture is looked for.
 * @throws WrongUse where there is none, two would have one name on some disk, or results would be looked for among the pictures.
 */
export async function picturesOf(args: readonly string[], out: string): Promise<readonly BatchPicture[]> {
  const bases: string[] = [];
  const paths = new Set<string>();
  for (const argument of args) {
    const { base, paths: found } = await searched(argument);
    const inside = resolve(out);
    const isOwn = resolve(base) === inside || isBelow(resolve(base), inside);
    if (isOwn && (isPattern(argument) || kindOf(argument) === 'folder'))
      throw new WrongUse(
        `--out ${out} holds the pictures of ${argument}: name a folder beside or below them.`,
      );
    const kept = found.filter((path) => !isBelow(path, inside));
    if (kept.length === 0)
      throw new WrongUse(`${argument} ${isPattern(argument) ? 'matches' : 'holds'} no picture.`);
    bases.push(base);
    for (const path of kept) paths.add(path);
  }
  const shared = sharedFolder(bases);
  const nameOf = (path: string) => relative(shared, path).replaceAll(sep, '/') || basename(path);
  const pictures = [...paths].map((path) => ({ path, name: nameOf(path) }));
  const alike = alikeNames(pictures.map(({ name }) => name));
  if (alike)
    throw new WrongUse(
      `${alike.join(' and ')} differ only in capitals, which some disks do not tell apart: rename one.`,
    );
  return pictures.sort((a, b) => (a.name < b.name ? -1 : 1));
}
