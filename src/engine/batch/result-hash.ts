import { SOFTWARE } from '../export/provenance.ts';
import { sha256 } from '../models/sha256.ts';
import type { Recipe } from '../recipe.ts';
import { type HashedFile, hashList } from './hash-list.ts';

/** The SHA-256 of all that is asked of a picture on the page: what has another is another result. */
export const askedHash = (
  recipe: Recipe,
  files: readonly string[],
  beside: { readonly guide: string | null; readonly labels: string | null },
): Promise<string> => sha256(JSON.stringify({ software: SOFTWARE, kind: 'page', recipe, files, beside }));

/** The SHA-256 of several files, as the shell's batches write it down. */
export const resultHash = (files: readonly HashedFile[]): Promise<string> => sha256(hashList(files));
