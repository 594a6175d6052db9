import { sha256Of } from '../engine/models/sha256.ts';
import { type Carried, carriedBy } from '../engine/share/carried.ts';
import { blobBytes } from './blob-bytes.ts';
import type { Source } from './messages.ts';

/** What a picture carries of where it comes from. @param hashed whether its SHA-256 is wanted, too. */
export async function whatItCarries(
  source: Source,
  hashed: boolean,
): Promise<{ sha256: string | null; carried: Carried | null }> {
  if (source.kind === 'drawn') return { sha256: null, carried: null };
  const bytes = await blobBytes(source.blob, source.name);
  return {
    sha256: hashed ? await sha256Of(bytes) : null,
    carried: carriedBy(bytes),
  };
}
