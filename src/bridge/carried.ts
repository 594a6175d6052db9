import { sha256 } from '../engine/models/sha256.ts';
import { type Carried, carriedBy, HEAD, reachOf } from '../engine/share/carried.ts';
import type { Source } from './messages.ts';

/** What a picture carries of where it comes from. @param hashed whether its SHA-256 is wanted, too. */
export async function whatItCarries(
  source: Source,
  hashed: boolean,
): Promise<{ sha256: string | null; carried: Carried | null }> {
  if (source.kind === 'drawn') return { sha256: null, carried: null };
  const { blob } = source;
  const head = new Uint8Array(await blob.slice(0, HEAD).arrayBuffer());
  const reach = reachOf(head);
  if (reach === 0 && !hashed) return { sha256: null, carried: null };
  const bytes = new Uint8Array(
    await (hashed ? blob : blob.slice(0, Math.min(reach, blob.size))).arrayBuffer(),
  );
  return { sha256: hashed ? await sha256(bytes) : null, carried: reach > 0 ? carriedBy(bytes) : null };
}
