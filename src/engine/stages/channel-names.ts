import type { Planes } from '../picture.ts';

const colours = ['Red', 'Green', 'Blue'];

/**
 * Names of the channels that can be looked at one by one, by their numbers; one name where there is nothing to choose.
 * Colours are chosen from only where a further channel stands beside them that is not alpha.
 */
export function channelNames({ channels, photometric }: Planes): readonly string[] {
  const hasFurther = photometric.kind === 'rgb' && channels.slice(3).some(({ alpha }) => !alpha);
  if (photometric.kind !== 'grey' && !hasFurther) return ['Grey'];
  return channels.map(({ name }, c) => name ?? (hasFurther ? colours[c] : undefined) ?? `Channel ${c + 1}`);
}
