import * as tf from '@tensorflow/tfjs-core';
import { type GradientFilters, gradientFilters } from '../ops/conv-gradient.ts';
import { exchangedTaps } from '../ops/exchanged-taps.ts';
import { kernelOf, type UnitWeights } from './inception-v3.ts';
import type { Block, Step, Unit } from './inception-v3-blocks.ts';

/** What the way back through a block multiplies with. */
export interface BlockFilters {
  /**
   * The first steps of those branches that begin with a 1x1 unit, as one filter: joined along its ins in the order of
   * the branches, so that one convolution of their joined gradients gives the sum of what goes back to the block's
   * input. Null where no branch begins so.
   */
  readonly heads: tf.Tensor4D | null;
  /** Every other unit, by its number. */
  readonly units: ReadonlyMap<number, GradientFilters>;
}

/** The filters of the way back, made block by block when first asked for and kept. */
export interface BackwardFilters {
  /** @throws StudioError `model` where a unit of the block is not among the weights. */
  of(block: Block): BlockFilters;
  dispose(): void;
}

/** The unit that a branch begins with, if it is a 1x1: all of stride 1 that stand there are. */
export function headOf([first]: readonly Step[]): Unit | null {
  if (first === undefined || first === 'max') return null;
  const [unit] = first;
  return unit?.stride === 1 ? unit : null;
}

export function backwardFilters(weights: UnitWeights): BackwardFilters {
  const made = new Map<string, BlockFilters>();
  return {
    of(block) {
      const filters = made.get(block.name) ?? filtersOf(weights, block);
      made.set(block.name, filters);
      return filters;
    },
    dispose() {
      for (const { heads, units } of made.values())
        tf.dispose([heads ?? [], ...units.values()] as tf.Tensor[]);
      made.clear();
    },
  };
}

function filtersOf(weights: UnitWeights, { branches }: Block): BlockFilters {
  const heads = branches.flatMap((branch) => headOf(branch) ?? []);
  const others = branches
    .flat()
    .flatMap((step) => (step === 'max' ? [] : step.filter((unit) => !heads.includes(unit))));
  const turned = (unit: Unit) => exchangedTaps(kernelOf(weights, unit), [0], [0]);
  return {
    heads: heads.length > 0 ? tf.tidy(() => tf.concat(heads.map(turned), 2)) : null,
    units: new Map(
      others.map((unit) => [unit.number, gradientFilters(kernelOf(weights, unit), unit.stride)]),
    ),
  };
}
