/**
 * The network takes no picture smaller than this, in pixels: deeper layers would have no place left, and WASM reads outside
 * its memory then.
 */
export const LEAST_SIDE = 75;

/** A layer that can be dreamed on: the output of an Inception block, named as in Keras. */
export type Layer = `mixed${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10}`;

/**
 * A convolution with bias (batch norm folded in) and ReLU. Its widths and the size of its kernel are in the weights.
 */
export interface Unit {
  /** Keras' number, in the order of creation: 1..94. */
  readonly number: number;
  readonly stride: 1 | 2;
  /** `same` is only used with stride 1 and odd kernels: zeros, alike on both sides. */
  readonly pad: 'same' | 'valid';
  /** The unit, 1x1, reads the 3x3 average of its input; at the border the mean is that of the real pixels. */
  readonly averaged: boolean;
}

/** A 3x3 max pool of stride 2, `valid`; or units that read the same input and stand side by side, most often one. */
export type Step = 'max' | readonly Unit[];

/** Branches that read the same input; their outputs are joined along the channels, in order. */
export interface Block {
  readonly name: 'stem a' | 'stem b' | Layer;
  readonly branches: readonly (readonly Step[])[];
}

const unit = (number: number): readonly Unit[] => [{ number, stride: 1, pad: 'same', averaged: false }];
const valid = (number: number): readonly Unit[] => [{ number, stride: 1, pad: 'valid', averaged: false }];
const halving = (number: number): readonly Unit[] => [{ number, stride: 2, pad: 'valid', averaged: false }];
const averaged = (number: number): readonly Unit[] => [{ number, stride: 1, pad: 'same', averaged: true }];
const fork = (first: number): readonly Unit[] => [...unit(first), ...unit(first + 1)];
const chain = (first: number, count: number) => Array.from({ length: count }, (_, i) => unit(first + i));

/** 35x35 of a 299 px picture: 1x1; 5x5; two 3x3; pool. */
const coarse = (name: Layer, n: number): Block => ({
  name,
  branches: [chain(n, 1), chain(n + 1, 2), chain(n + 3, 3), [averaged(n + 6)]],
});
/** 17x17: 1x1; 1x7 and 7x1; 7x1, 1x7, 7x1, 1x7; pool. */
const factored = (name: Layer, n: number): Block => ({
  name,
  branches: [chain(n, 1), chain(n + 1, 3), chain(n + 4, 5), [averaged(n + 9)]],
});
/** 8x8: 1x1; {1x3, 3x1}; 3x3 before {1x3, 3x1}; pool. */
const forked = (name: Layer, n: number): Block => ({
  name,
  branches: [
    chain(n, 1),
    [unit(n + 1), fork(n + 2)],
    [unit(n + 4), unit(n + 5), fork(n + 6)],
    [averaged(n + 8)],
  ],
});

/**
 * InceptionV3 (Szegedy et al. 2015, arXiv 1512.00567) without its classifier, as `keras.applications` builds it.
 * The stem is told in two parts, so that a step through it can be stopped half way.
 */
export const blocks: readonly Block[] = [
  { name: 'stem a', branches: [[halving(1), valid(2), unit(3), 'max']] },
  { name: 'stem b', branches: [[valid(4), valid(5), 'max']] },
  coarse('mixed0', 6),
  coarse('mixed1', 13),
  coarse('mixed2', 20),
  { name: 'mixed3', branches: [[halving(27)], [...chain(28, 2), halving(30)], ['max']] },
  factored('mixed4', 31),
  factored('mixed5', 41),
  factored('mixed6', 51),
  factored('mixed7', 61),
  { name: 'mixed8', branches: [[unit(71), halving(72)], [...chain(73, 3), halving(76)], ['max']] },
  forked('mixed9', 77),
  forked('mixed10', 86),
];

/** The blocks that must run for these layers: from the stem to the deepest of them. */
export function blocksFor(layers: Iterable<Layer>): readonly Block[] {
  const wanted = new Set<string>(layers);
  return blocks.slice(0, 1 + blocks.findLastIndex(({ name }) => wanted.has(name)));
}

/** Numbers of the units that a layer needs, in the order in which they run: where they are there, it can be dreamed on. */
export function unitsFor(layer: Layer): number[] {
  const steps = blocksFor([layer]).flatMap(({ branches }) => branches.flat());
  return steps.flatMap((step) => (step === 'max' ? [] : step.map(({ number }) => number)));
}
