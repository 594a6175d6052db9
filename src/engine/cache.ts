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
