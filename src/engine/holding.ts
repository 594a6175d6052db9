import type { DreamNet } from './models/dream-net.ts';
import type { Generator } from './models/load.ts';
import type { Shelf } from './models/shelf.ts';

/** Steps that work with a model, which the shelf keeps until they end: between two of them another job may ask for others. */
export async function* holding<Step, Result>(
  { hold }: Pick<Shelf, 'hold'>,
  model: Generator | DreamNet,
  steps: AsyncGenerator<Step, Result>,
): AsyncGenerator<Step, Result> {
  const release = hold(model);
  try {
    return yield* steps;
  } finally {
    release();
  }
}
