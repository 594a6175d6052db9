import * as v from 'valibot';
import { readTexts } from '../formats/png-write.ts';
import { checkShared, type SharedRecipe } from './shared-recipe.ts';

/** What a picture that Eosin wrote carries of where it comes from. */
export interface Carried {
  readonly shared: SharedRecipe;
  /** A network painted or dreamed it. */
  readonly isGenerated: boolean;
}

const provenanceSchema = v.object({
  source: v.object({ name: v.string(), fingerprint: v.string() }),
  recipe: v.unknown(),
  model: v.unknown(),
  dream: v.unknown(),
});

/** The picture that a provenance names: export/provenance.ts writes the fingerprint. */
function pictureOf({ name, fingerprint }: { name: string; fingerprint: string }) {
  const [kind, what, seed] = fingerprint.split(':');
  if (kind === 'drawn') return { kind, name, scene: what, seed: Number(seed) };
  return { kind: 'file', name, sha256: what };
}

const isPng = (bytes: Uint8Array) => bytes[0] === 0x89 && bytes[1] === 0x50;

/**
 * What a file carries in the text "eosin" of a PNG.
 *
 * @returns null for every other file, and where what it carries does not fit: the picture is worth as much without it.
 */
export function carriedBy(bytes: Uint8Array): Carried | null {
  if (!isPng(bytes)) return null;
  try {
    const { source, recipe, model, dream } = v.parse(
      provenanceSchema,
      JSON.parse(readTexts(bytes).eosin ?? 'null'),
    );
    return {
      shared: checkShared({ picture: pictureOf(source), recipe }),
      isGenerated: (model ?? null) !== null || (dream ?? null) !== null,
    };
  } catch {
    return null;
  }
}
