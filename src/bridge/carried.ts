import { sha256 } from '../engine/models/sha256.ts';
import { type Carried, carriedBy } from '../engine/share/carried.ts';
import type { Source } from './messages.ts';

/** Enough to tell a PNG, which alone carries anything. */
const HEAD = 8;

/** What a picture carries of where it comes from. @param hashed whether its SHA-256 is wanted, too. */
export async function whatItCarries(
  source: Source,
  hashed: boolean,
): Promise<{ sha256: string | null; carried: Carried | null }> {
  if (source.kind === 'drawn') return { sha256: null, carried: null };
  const { blob } = source;
  const head = new Uint8Array(await blob.slice(0, HEAD).arrayBuffer());
  const isPng = head[0] === 0x89 && head[1] === 0x50;
  if (!isPng && !hashed) return { sha256: null, carried: null };
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return { sha256: hashed ? await sha256(bytes) : null, carried: isPng ? carriedBy(bytes) : null };
}
