import type { Bytes } from '../formats/opened-file.ts';
import { nextTask } from '../steps/next-task.ts';

const hex = (digest: Uint8Array): string =>
  Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The SHA-256 of bytes, or of a text in UTF-8; hexadecimal. */
export async function sha256(content: Uint8Array<ArrayBuffer> | string): Promise<string> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return hex(await digestOf(bytes));
}

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  if (crypto.subtle) return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  // The browser keeps its own from a page that came over plain HTTP.
  const { sha256 } = await import('@noble/hashes/sha2.js');
  return sha256(bytes);
}

/** The SHA-256 of bytes that come one after the other; `end`, after which nothing may follow, gives it in hexadecimal. */
export async function growingSha256(): Promise<{ add(bytes: Uint8Array): void; end(): string }> {
  const { sha256: noble } = await import('@noble/hashes/sha2.js');
  const hash = noble.create();
  return { add: (bytes) => void hash.update(bytes), end: () => hex(hash.digest()) };
}

/** Files of fewer bytes are hashed at once by the platform, several times faster than in pieces. */
const AT_ONCE = 2 ** 26;
/** Bytes of a piece, which take some 30 ms. */
const PIECE = 2 ** 22;

/** The SHA-256 of a file, hexadecimal: a large one in pieces, between which others have their turn. */
export async function sha256Of(file: Bytes): Promise<string> {
  if (file.size <= AT_ONCE) return sha256(file.read(0, file.size));
  const hash = await growingSha256();
  for (let at = 0; at < file.size; at += PIECE) {
    hash.add(file.read(at, PIECE));
    await nextTask();
  }
  return hash.end();
}
