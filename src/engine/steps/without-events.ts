import { mapped } from './mapped.ts';

/** The same steps with null in place of what they tell: a caller may still stop between two of them. */
export const withoutEvents = <T>(steps: AsyncGenerator<unknown, T>): AsyncGenerator<null, T> =>
  mapped(steps, () => null);
