import type { FileEntry } from './opened-file.ts';
import { count, damaged, printable } from './refusal.ts';
import { type TiffPages, tiffPages } from './tiff-stack.ts';

/** The files beside a TIFF that hold some of its planes (OME-TIFF's file sets). */
export interface TiffSet {
  /** What is to be said of those that are not here. */
  readonly warnings: readonly string[];
  /** The pages of a file by its name, opened once; null where it is not here. @throws Refusal where it is damaged. */
  pagesOf(name: string): TiffPages | null;
}

/** Names in a warning at most. */
const NAMED = 3;

/** @param names of the files, without folders. @param siblings looked through only where there are names. */
export function tiffSet(names: readonly string[], siblings: Iterable<FileEntry>): TiffSet {
  const wanted = new Set(names);
  const found = new Map<string, FileEntry>();
  if (wanted.size > 0) {
    for (const entry of siblings) {
      const name = entry.path.split('/').at(-1) ?? '';
      if (wanted.has(name) && !found.has(name)) found.set(name, entry);
    }
  }
  const missing = names.filter((name) => !found.has(name));
  const opened = new Map<string, TiffPages>();
  return {
    warnings: missing.length === 0 ? [] : [withoutThem(missing)],
    pagesOf(name) {
      const entry = found.get(name);
      if (!entry) return null;
      const pages = opened.get(name) ?? openSibling(entry);
      opened.set(name, pages);
      return pages;
    },
  };
}

function openSibling({ path, bytes }: FileEntry): TiffPages {
  try {
    return tiffPages(bytes);
  } catch (cause) {
    throw Object.assign(damaged(`its part ${printable(path)} cannot be read`), { cause });
  }
}

function withoutThem(missing: readonly string[]): string {
  const shown = missing.slice(0, NAMED).map(printable).join(', ');
  const more = missing.length > NAMED ? ` and ${count(missing.length - NAMED)} more` : '';
  return `has planes in other files that are not here (${shown}${more}); open them together with this one.`;
}
