import { inflateRace } from './inflate-race.ts';

/** Inflate against Node's own stream. */
export const bench = () => inflateRace('Node', 'processor');
