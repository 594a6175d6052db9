import type { Planes } from './picture.ts';

/** What a person must know of a picture that was read, beginning with its name; null where there is nothing to say. */
export const warningAbout = (name: string, { warnings = [] }: Planes): string | null =>
  warnings.length === 0 ? null : `${name} ${warnings.join(' It ')}`;
