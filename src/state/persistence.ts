import type { StudioStore } from './studio.ts';

/**
 * Asks the browser not to clear what this page keeps: something was made that cannot be had again. A browser may ask the
 * person, or decide by itself; Safari clears the storage of a page after seven days without a visit.
 */
export async function askToKeep({ getState }: StudioStore): Promise<void> {
  const isKept = await globalThis.navigator?.storage?.persist?.().catch(() => false);
  getState().keepingAnswered(isKept ?? false);
}
