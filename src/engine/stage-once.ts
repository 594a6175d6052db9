import { type Cache, kept } from './cache.ts';
import type { Stage } from './render-event.ts';

/**
 * What a stage makes, kept as `kept` does, with its line of the stage log.
 *
 * @throws the signal's reason when aborted.
 */
export const stageOnce =
  (context: { readonly cache: Cache; now(): number }, signal: AbortSignal) =>
  async <T>(stage: Stage, key: string, bytesOf: (value: T) => number, make: () => T | Promise<T>) => {
    const { value, seconds, cached } = await kept(context, signal, key, bytesOf, make);
    return { value, run: { stage, cached, seconds } };
  };
