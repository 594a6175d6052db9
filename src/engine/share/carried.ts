import * as v from 'valibot';
import { gifComments } from '../formats/gif-comments.ts';
import type { Bytes } from '../formats/opened-file.ts';
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

/** The longest description that is looked through, in bytes. */
const MOST_DESCRIBED = 2 ** 24;

const unescaped = (xml: string) =>
  xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** What a TIFF's first page is described by, with each text on a line of its own: as it is by tiff-write.ts, in OME-XML by tiff-tiles-write.ts. */
function inTiff(bytes: Bytes): string | undefined {
  const file = tiffFile(bytes);
  const described = text(file, readFields(file, file.first), DESCRIPTION, MOST_DESCRIBED);
  const said = /^eosin=(.*)$/m.exec(described)?.[1];
  return described.startsWith('<?xml') ? said && unescaped(said) : said;
}

const whole = (bytes: Bytes) => bytes.read(0, bytes.size);

/** What stands in an XMP packet that is in a file as it is. */
function inPacket(bytes: Bytes): string | undefined {
  const text = new TextDecoder().decode(whole(bytes));
  const said = /<eosin:Provenance>([^<]*)<\/eosin:Provenance>/.exec(text)?.[1];
  return said && unescaped(said.replaceAll('&quot;', '"'));
}

/** A format that Eosin writes with what the picture follows from. */
interface Format {
  /** How a file of it begins. */
  readonly magic: string;
  find(bytes: Bytes): string | undefined;
}

const formats: readonly Format[] = [
  { magic: '\x89PNG', find: (bytes) => readTexts(whole(bytes)).eosin },
  { magic: 'GIF89a', find: (bytes) => gifComments(whole(bytes)).at(-1) },
  { magic: 'II*\0', find: inTiff },
  { magic: 'II+\0', find: inTiff }, // BigTIFF
  { magic: '<?xml', find: inPacket }, // SVG
  { magic: '%PDF', find: inPacket },
];

/** How many bytes say of which format a file is. */
const HEAD = 8;

function formatOf(bytes: Bytes): Format | undefined {
  const head = String.fromCharCode(...bytes.read(0, HEAD));
  return formats.find(({ magic }) => head.startsWith(magic));
}

/** The JSON that a file carries of what it follows from, not looked at any further; null where there is none. @throws what its format's reader throws. */
export const saidBy = (bytes: Bytes): unknown => JSON.parse(formatOf(bytes)?.find(bytes) ?? 'null');

/**
 * What a file carries in the text "eosin" of a PNG, in its line of a TIFF's description, or in the comment of a GIF. Of a TIFF, which may
 * have gigabytes, no more is read than its first directory and that description.
 *
 * @returns null for every other file, and where what it carries does not fit: the picture is worth as much without it.
 */
export function carriedBy(bytes: Bytes): Carried | null {
  try {
    const { source, recipe, model, dream, cells } = v.parse(provenanceSchema, saidBy(bytes));
    return {
      shared: checkShared({ picture: pictureOf(source), recipe }),
      isGenerated: [model, dream, cells].some((one) => (one ?? null) !== null),
    };
  } catch {
    return null;
  }
}
