import type { Manifest } from './manifest.ts';
import type { Stored } from './safetensors.ts';

export const architecture = { kind: 'unet-256' as const, ngf: 1, inputChannels: 1 };
/** Of a model that nobody trained. */
export const manifest: Manifest = {
  format: 1,
  id: 'drawn',
  title: 'Drawn cells',
  task: '',
  architecture,
  inputs: ['edges'],
  recipe: {
    develop: { low: 1, high: 99, gamma: 1, size: 256 },
    edges: { sigma: 1.4, low: 30, high: 80, aperture: 3, norm: 'L2' },
  },
  weights: { storage: 'f16', parts: [] },
  licence: 'Apache-2.0',
  data: '',
  training: { plan: '', steps: 1, hours: 0, hardware: '', seed: null },
  metrics: {},
  sample: 'sample.png',
  golden: { input: [], output: 'golden_output.png' },
};

export const zeros = (shape: readonly number[]): Stored => ({
  dtype: 'F32',
  shape,
  values: new Float32Array(shape.reduce((product, side) => product * side, 1)),
});
