import type { ErrorCode } from '../engine/errors.ts';

/** The code of an error that crossed the bridge; `internal` where it has none. */
export function codeOf(error: unknown): ErrorCode {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  // A DOMException's code is a number: an abort before the job was sent.
  if (error instanceof DOMException && error.name === 'AbortError') return 'cancelled';
  // Only the bridge gives errors a string code, and it takes them from this union.
  return hasCode && typeof error.code === 'string' ? (error.code as ErrorCode) : 'internal';
}

/** One sentence that begins with the file's name. */
export function sentenceAbout(name: string, error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  return words.startsWith(name) ? words : `${name}: ${words}`;
}
