import * as v from 'valibot';
import { gifComments } from '../formats/gif-comments.ts';
import { xmpInJpeg } from '../formats/jpeg-xmp.ts';
import type { Bytes } from '../formats/opened-file.ts';
import { readTexts } from '../formats/png-write.ts';
import { readFields, text, tiffFile } from '../formats/tiff-tags.ts';
import { checkShared, type SharedRecipe } from './shared-recipe.ts';

/** What a file that Eosin wrote carries of where it comes from. */
export interface Carried {
  /** The pictures that it was made of, each with its recipe: of a figure one for each row, else one. */
  readonly shared: readonly [SharedRecipe, ...SharedRecipe[]];
  /** A network painted it, dreamed it, or told its cells apart. */
  readonly isGenerated: boolean;
  /** Ids of the networks that had a part in it. */
  readonly models: readonly string[];
}

const part = v.optional(v.nullable(v.object({ id: v.string() })), null);
const source = v.object({ name: v.string(), fingerprint: v.string() });
const parts = { model: part, dream: part, cells: part };

const provenanceSchema = v.object({ source, recipe: v.unknown(), ...parts });
const figureSchema = v.object({
  shows: v.literal('figure'),
  rows: v.array(v.object({ source, recipe: v.unknown() })),
  panels: v.array(v.object(parts)),
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

/** What stands in an XMP packet. */
function inWords(text: string): string | undefined {
  const said = /<eosin:Provenance>([^<]*)<\/eosin:Provenance>/.exec(text)?.[1];
  return said && unescaped(said.replaceAll('&quot;', '"'));
}

/** The same of a file that has its packet in it as it is. */
const inPacket = (bytes: Uint8Array) => inWords(new TextDecoder().decode(bytes));

/** How much of a film's beginning or end is looked through: the packet of a WebM stands before its pictures, that of an MP4 behind all else. */
const FILM_BYTES = 2 ** 22;

function inBeginning(bytes: Bytes): string | undefined {
  return inPacket(bytes.read(0, Math.min(bytes.size, FILM_BYTES)));
}

function inEnd(bytes: Bytes): string | undefined {
  const length = Math.min(bytes.size, FILM_BYTES);
  return inPacket(bytes.read(bytes.size - length, length));
}

/** A format that Eosin writes with what the picture follows from. */
interface Format {
  /** How a file of it begins. */
  readonly magic: RegExp;
  find(bytes: Bytes): string | undefined;
}

const formats: readonly Format[] = [
  { magic: /^\x89PNG/, find: (bytes) => readTexts(whole(bytes)).eosin },
  { magic: /^\xff\xd8\xff/, find: (bytes) => inWords(xmpInJpeg(whole(bytes))) },
  { magic: /^GIF89a/, find: (bytes) => gifComments(whole(bytes)).at(-1) },
  { magic: /^II[*+]\0/, find: inTiff }, // + of a BigTIFF
  { magic: /^<\?xml/, find: (bytes) => inPacket(whole(bytes)) }, // SVG
  { magic: /^%PDF/, find: (bytes) => inPacket(whole(bytes)) },
  { magic: /^.{4}ftyp/s, find: inEnd }, // MP4
  { magic: /^.E\xdf\xa3/s, find: inBeginning }, // WebM
];

/** How many bytes say of which format a file is. */
const HEAD = 8;

function formatOf(bytes: Bytes): Format | undefined {
  const head = String.fromCharCode(...bytes.read(0, HEAD));
  return formats.find(({ magic }) => magic.test(head));
}

/** The JSON that a file carries of what it follows from, not looked at any further; null where there is none. @throws what its format's reader throws. */
export const saidBy = (bytes: Bytes): unknown => JSON.parse(formatOf(bytes)?.find(bytes) ?? 'null');

/** What a network had a part in, of a picture or of all panels of a figure. */
function by(all: readonly v.InferOutput<typeof figureSchema>['panels'][number][]) {
  const ids = all.flatMap(({ model, dream, cells }) => [model, dream, cells]).flatMap((one) => one?.id ?? []);
  return { isGenerated: ids.length > 0, models: [...new Set(ids)] };
}

const sharedOf = (one: { source: v.InferOutput<typeof source>; recipe?: unknown }) =>
  checkShared({ picture: pictureOf(one.source), recipe: one.recipe });

/**
 * What a file carries in the text "eosin" of a PNG, in its line of a TIFF's description, in the comment of a GIF, or in an XMP packet of any other.
 * Of a TIFF, which may have gigabytes, no more is read than its first directory and that description.
 *
 * @returns null for every other file, and where what it carries does not fit: the picture is worth as much without it.
 */
export function carriedBy(bytes: Bytes): Carried | null {
  try {
    const said = saidBy(bytes);
    if (v.is(figureSchema, said)) {
      const { rows, panels } = v.parse(figureSchema, said);
      const [first, ...others] = rows.map(sharedOf);
      return first ? { shared: [first, ...others], ...by(panels) } : null;
    }
    const one = v.parse(provenanceSchema, said);
    return { shared: [sharedOf(one)], ...by([one]) };
  } catch {
    return null;
  }
}
