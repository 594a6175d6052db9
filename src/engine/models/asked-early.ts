import type { Shelf } from './shelf.ts';

/**
 * Asks for a generator before it is needed, so that it comes while something else goes on.
 *
 * @returns what throws the fault of a model that has failed meanwhile, so that it is not read once more.
 */
export function askedEarly(
  { generator }: Pick<Shelf, 'generator'>,
  id: string,
  signal: AbortSignal,
): () => void {
  const found: { fault?: unknown } = {};
  generator(id, () => {}, signal).catch((fault) => {
    found.fault = fault;
  });
  return () => {
    if (found.fault !== undefined) throw found.fault;
  };
}
