import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { WrongUse } from './verb.ts';

/** What a picture's name ends in; any other end, as in `plate.A01`, is part of the name. */
const EXTENSION = /\.(png|jpe?g|jfif|webp|gif|bmp|tiff?|stk|avif|hei[cf])$/i;

const stem = (path: string) => basename(path).replace(EXTENSION, '');

/** The folder that all of them lie in. */
function commonFolder(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => dirname(resolve(path)).split(sep));
  const length = first.findIndex((part, i) => others.some((other) => other[i] !== part));
  return (length === -1 ? first : first.slice(0, length)).join(sep) || sep;
}

function groupedBy(paths: readonly string[], nameOf: (path: string) => string): readonly string[][] {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const name = nameOf(path).toLowerCase(); // some disks do not tell them apart
    groups.set(name, [...(groups.get(name) ?? []), path]);
  }
  return [...groups.values()];
}

/**
 * A name for each picture, without an extension: its own, with its extension where another is called the same, or with its
 * folders where that does not tell them apart.
 */
function names(paths: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const alike of groupedBy(paths, stem)) {
    for (const same of groupedBy(alike, basename)) {
      const top = same.length > 1 ? commonFolder(same) : null;
      for (const path of same) {
        const folder = top === null ? '' : relative(top, dirname(resolve(path)));
        found.set(path, join(folder, alike.length > same.length ? basename(path) : stem(path)));
      }
    }
  }
  return found;
}

/**
 * Where each picture goes. Those of equal names in several folders go into folders of the same names.
 *
 * @param ending what follows a picture's name, as `.colour.png`.
 * @throws WrongUse where a picture is given twice.
 */
export function destinations(
  paths: readonly string[],
  folder: string,
  ending: string,
): ReadonlyMap<string, string> {
  const taken = new Map<string, string>();
  for (const path of paths) {
    const other = taken.get(resolve(path));
    if (other !== undefined) throw new WrongUse(`${path} is given twice.`);
    taken.set(resolve(path), path);
  }
  const outs = new Map<string, string>();
  for (const [path, name] of names(paths)) {
    const out = `${join(folder, name)}${ending}`;
    const other = [...outs].find(([, one]) => one.toLowerCase() === out.toLowerCase())?.[0];
    if (other !== undefined) throw new WrongUse(`${other} and ${path} would both be written to ${out}.`);
    outs.set(path, out);
  }
  return outs;
}
