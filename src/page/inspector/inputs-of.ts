import type { Manifest } from '../../engine/models/manifest.ts';

/** What goes into a model, in words; edges that fill three channels are edges. */
export const inputsOf = ({ inputs }: Pick<Manifest, 'inputs'>): string => [...new Set(inputs)].join(' and ');
