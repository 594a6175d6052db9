import * as v from 'valibot';
import { gifComments } from '../formats/gif-comments.ts';
import { bytesOf } from '../formats/opened-file.ts';
import { readTexts } from '../formats/png-write.ts';
import { readFields, text, tiffFile } from '../formats/tiff-tags.ts';
import { checkShared, type SharedRecipe } from './shared-recipe.ts';

/** What a picture that Eosin wrote carries of where it comes from. */
export interface Carried {
  readonly shared: SharedRecipe;
  /** A network painted it, dreamed it, or told its cells apart. */
  readonly isGenerated: boolean;
}

const provenanceSchema = v.object({
  source: v.object({ name: v.string(), fingerprint: v.string() }),
  recipe: v.unknown(),
  model: v.unknown(),
  dream: v.unknown(),
  cells: v.optional(v.unknown()),
});

/** The picture that a provenance names: export/provenance.ts writes the fingerprint. */
function pictureOf({ name, fingerprint }: { name: string; fingerprint: string }) {
  const [kind, what, seed] = fingerprint.split(':');
  if (kind === 'drawn') return { kind, name, scene: what, seed: Number(seed) };
  return { kind: 'file', name, sha256: what };
}

/** ImageDescription. */
const DESCRIPTION = 270;

/** What a TIFF's first page is described by: tiff-write.ts puts each text on a line of its own. */
function inTiff(bytes: Uint8Array<ArrayBuffer>): string | undefined {
  const file = tiffFile(bytesOf(bytes));
  const described = text(file, readFields(file, file.first), DESCRIPTION, bytes.length);
  return /^eosin=(.*)$/m.exec(described)?.[1];
}

/** A format that Eosin writes with what the picture follows from. */
interface Format {
  /** How a file of it begins. */
  readonly magic: string;
  /** The text lies in so many of the first bytes. */
  readonly reach: number;
  find(bytes: Uint8Array<ArrayBuffer>): string | undefined;
}

const formats: readonly Format[] = [
  { magic: '\x89PNG', reach: Number.POSITIVE_INFINITY, find: (bytes) => readTexts(bytes).eosin },
  { magic: 'GIF89a', reach: Number.POSITIVE_INFINITY, find: (bytes) => gifComments(bytes).at(-1) },
  { magic: 'II*\0', reach: 2 ** 24, find: inTiff }, // in front of the pixels, of which others may have gigabytes
];

/** How many bytes say of which format a file is. */
export const HEAD = 8;

function formatOf(bytes: Uint8Array): Format | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, HEAD));
  return formats.find(({ magic }) => head.startsWith(magic));
}

/** In how many of its first bytes a file that begins so may carry something; 0 where it cannot. */
export const reachOf = (head: Uint8Array): number => formatOf(head)?.reach ?? 0;

/**
 * What a file carries in the text "eosin" of a PNG, in its line of a TIFF's description, or in the comment of a GIF.
 *
 * @returns null for every other file, and where what it carries does not fit: the picture is worth as much without it.
 */
export function carriedBy(bytes: Uint8Array<ArrayBuffer>): Carried | null {
  try {
    const { source, recipe, model, dream, cells } = v.parse(
      provenanceSchema,
      JSON.parse(formatOf(bytes)?.find(bytes) ?? 'null'),
    );
    return {
      shared: checkShared({ picture: pictureOf(source), recipe }),
      isGenerated: [model, dream, cells].some((one) => (one ?? null) !== null),
    };
  } catch {
    return null;
  }
}
