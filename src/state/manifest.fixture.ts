import type { Manifest } from '../engine/models/manifest.ts';

/** A model for tests; only what the state reads is real. */
export const smear: Manifest = {
  format: 1,
  id: 'smear',
  title: 'Smear',
  task: 'Paints.',
  architecture: { kind: 'unet-256', ngf: 32, inputChannels: 1 },
  inputs: ['edges'],
  recipe: {
    develop: { low: 2, high: 98, gamma: 0.8, size: 256 },
    edges: { sigma: 1, low: 20, high: 60, aperture: 5, norm: 'L1' },
  },
  weights: { storage: 'i8', parts: [{ file: 'w.safetensors', bytes: 1, sha256: '0'.repeat(64) }] },
  licence: 'Apache-2.0',
  data: 'none',
  training: { plan: 'none', steps: 1, hours: 1, hardware: 'none', seed: null },
  metrics: {},
  sample: 'sample.png',
  golden: { input: ['in.png'], output: 'out.png' },
};
