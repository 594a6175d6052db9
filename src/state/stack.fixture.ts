import type { FileFacts, Source } from '../bridge/messages.ts';

/** A picture of the tray. */
export const source: Source = { kind: 'drawn', id: 'a', name: 'a.tif', scene: 'dish', seed: 1 };

/** What is known of it: three planes at two times. */
export const facts: FileFacts = {
  width: 8,
  height: 8,
  channels: ['Grey'],
  bitDepth: 16,
  axes: { c: 1, z: 3, t: 2 },
  stains: [],
  hasColours: false,
  kind: 'fluorescence',
  warning: null,
};
