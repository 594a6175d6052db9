import { inflateRace } from './inflate-race.ts';

/** Inflate against the browser's own stream. */
export const bench = () => inflateRace('Chromium', 'wall');
