import * as tf from '@tensorflow/tfjs-core';
import { averagePoolGradient } from '../ops/average-pool-gradient.ts';
import { divided, joined } from '../ops/channels.ts';
import { conv, noMargin } from '../ops/conv.ts';
import { convGradient, type GradientFilters } from '../ops/conv-gradient.ts';
import { maxPoolGradient } from '../ops/max-pool-gradient.ts';
import { pacer, runBlock, type Trace, type UnitWeights } from './inception-v3.ts';
import { type Block, blocksFor, type Layer, type Step } from './inception-v3-blocks.ts';
import { entering, leaving } from './inception-v3-entrance.ts';
import { type BackwardFilters, type BlockFilters, headOf } from './inception-v3-filters.ts';
import type { Objective, Term } from './inception-v3-objective.ts';

/** Where the ascent stands and which way is up. */
export type Slope = {
  readonly value: tf.Scalar;
  /** Of the picture's shape. */
  readonly gradient: tf.Tensor4D;
};

/**
 * An objective's value and its gradient with respect to the picture: one pass forward, one back. Only the outputs of
 * the units are kept in between: a ReLU and a pool need no more, and a convolution nothing but its filter.
 *
 * Yields after each block, in a new task, so that the caller may stop; no tensor but the result stays, however it ends.
 *
 * @param filters made from the same weights; `backwardFilters`.
 * @param picture as for `activations`.
 * @param objective at least one layer.
 * @returns tensors that the caller disposes.
 * @throws StudioError `model` where a unit is not among the weights.
 */
export async function* slope(
  weights: UnitWeights,
  filters: BackwardFilters,
  picture: tf.Tensor4D,
  objective: Objective,
): AsyncGenerator<{ done: number; of: number }, Slope> {
  const blocks = blocksFor(objective.keys());
  const traces: Trace[] = [];
  const values: tf.Scalar[] = [];
  const of = 2 * blocks.length;
  const pace = pacer();
  const entered = entering(picture);
  let up: tf.Tensor4D | null = null;
  try {
    for (const block of blocks) {
      const trace = runBlock(weights, block, traces.at(-1)?.output ?? entered);
      traces.push(trace);
      const term = objective.get(block.name as Layer); // no term is named after the stem
      if (term) values.push(term.value(trace.output));
      await pace();
      yield { done: traces.length, of };
    }
    for (const block of blocks.toReversed()) {
      const trace = traces.at(-1) as Trace; // one for each block
      const term = objective.get(block.name as Layer); // as above
      const later: tf.Tensor4D | null = up;
      up = tf.tidy(() => gradientAt(trace.output, term, later));
      later?.dispose();
      const input = traces.at(-2)?.output ?? entered;
      const back = filters.of(block); // not inside a tidy: they are made here the first time, and stay
      up = passOn(up, (d) => throughBlock(block, back, trace, input, d));
      tf.dispose(traces.pop() as Trace);
      await pace();
      yield { done: of - traces.length, of };
    }
    const [, height, width] = picture.shape;
    const gradient = leaving(up as tf.Tensor4D, height, width); // the objective has a layer
    up = null;
    return { value: tf.addN(values), gradient };
  } finally {
    tf.dispose([entered, traces, values, up ?? []]);
  }
}

/** `next(now)`, with `now` let go. */
function passOn(now: tf.Tensor4D, next: (now: tf.Tensor4D) => tf.Tensor4D): tf.Tensor4D {
  const after = tf.tidy(() => next(now));
  now.dispose();
  return after;
}

/** What a block's output gets from the objective and from the block after it, taken back through its ReLU. */
function gradientAt(y: tf.Tensor4D, term: Term | undefined, later: tf.Tensor4D | null): tf.Tensor4D {
  const own = term?.gradient(y);
  return underRelu(own && later ? tf.add(own, later) : ((own ?? later) as tf.Tensor4D), y); // one is there
}

/** Where a ReLU gave 0 nothing passes. A pool's output is under it too: its zeros come from zeros. */
const underRelu = (d: tf.Tensor4D, y: tf.Tensor4D): tf.Tensor4D => tf.mul(d, tf.step(y));

function throughBlock(
  { branches }: Block,
  filters: BlockFilters,
  { steps, widths }: Trace,
  input: tf.Tensor4D,
  d: tf.Tensor4D,
): tf.Tensor4D {
  const parts = divided(d, widths);
  const heads: tf.Tensor4D[] = [];
  const back: tf.Tensor4D[] = [];
  for (const [b, branch] of branches.entries()) {
    const outputs = steps[b] as tf.Tensor4D[]; // one list for each branch
    let now = parts[b] as tf.Tensor4D; // likewise
    for (const [i, step] of [...branch.entries()].slice(1).reverse()) {
      const x = outputs[i - 1] as tf.Tensor4D; // kept for every step but the last
      now = passOn(now, (d) => underRelu(throughStep(step, filters, d, x, outputs[i]), x));
    }
    const head = headOf(branch);
    if (head) heads.push(head.averaged ? averagePoolGradient(now) : now);
    else back.push(throughStep(branch[0] as Step, filters, now, input, outputs[0])); // no branch is empty
  }
  if (filters.heads) back.push(conv(joined(heads), filters.heads, 1, noMargin, null));
  return tf.addN(back);
}

/** @param y the step's output, where it is a pool. */
function throughStep(
  step: Step,
  filters: BlockFilters,
  d: tf.Tensor4D,
  x: tf.Tensor4D,
  y: tf.Tensor4D | undefined,
): tf.Tensor4D {
  if (step === 'max') return maxPoolGradient(d, x, y as tf.Tensor4D, 3); // kept for pools
  const units = step.map((unit) => ({ ...unit, filters: filters.units.get(unit.number) as GradientFilters })); // all are
  const parts = divided(
    d,
    units.map(({ filters }) => filters[0]?.shape[2] ?? 0),
  );
  const [, height, width] = x.shape;
  return tf.addN(
    units.map(({ filters, pad }, i) => convGradient(parts[i] as tf.Tensor4D, filters, pad, [height, width])),
  );
}
