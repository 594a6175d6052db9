import { nextTask } from './steps/next-task.ts';

/** Results by the key of what made them, bounded in bytes: the least recently used are forgotten first. */
export interface Cache {
  get(key: string): unknown;
  /** Keeps `value` unless it alone is larger than the budget. */
  put(key: string, value: unknown, bytes: number): void;
  readonly bytes: number;
}

/** @param budgetBytes the most that all kept values may weigh together. */
export function createCache(budgetBytes: number): Cache {
  // A Map keeps the order of insertion; a used entry is put in again at the end.
  const entries = new Map<string, { value: unknown; bytes: number }>();
  let total = 0;

  const drop = (key: string) => {
    total -= entries.get(key)?.bytes ?? 0;
    entries.delete(key);
  };

  return {
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    put(key, value, bytes) {
      drop(key);
      if (bytes > budgetBytes) return;
      entries.set(key, { value, bytes });
      total += bytes;
      for (const oldest of entries.keys()) {
        if (total <= budgetBytes) break;
        drop(oldest);
      }
    },
    get bytes() {
      return total;
    },
  };
}

/** A result of a stage, and how it came. */
export interface Made<T> {
  readonly value: T;
  /** Seconds that making it took, now or when it was put into the cache. */
  readonly seconds: number;
  /** It was still there. */
  readonly cached: boolean;
}

/**
 * What is kept under a key, or is made now. A key begins with what it is of, so that it stands for one type.
 *
 * @param now seconds on a clock that only goes forward.
 * @throws the signal's reason when aborted.
 */
export async function kept<T>(
  { cache, now }: { readonly cache: Cache; now(): number },
  signal: AbortSignal,
  key: string,
  bytesOf: (value: T) => number,
  make: () => T | Promise<T>,
): Promise<Made<T>> {
  await nextTask(); // a worker reads its messages only between tasks; without this an abort waits for the end
  signal.throwIfAborted();
  const before = cache.get(key) as Omit<Made<T>, 'cached'> | undefined; // as put four lines below
  if (before) return { ...before, cached: true };
  const begin = now();
  const value = await make();
  const seconds = now() - begin;
  cache.put(key, { value, seconds }, bytesOf(value));
  return { value, seconds, cached: false };
}
