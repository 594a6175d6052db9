import * as v from 'valibot';
import { StudioError } from '../errors.ts';
import { faultsIn } from '../faults.ts';

const between = (low: number, high: number) => v.pipe(v.number(), v.minValue(low), v.maxValue(high));
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const seed = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 32 - 1));

/** `cross-entropy` of logits (Pix2pix and the TensorFlow tutorials) or `least-squares` (the original CycleGAN). */
const game = v.picklist(['cross-entropy', 'least-squares']);

/** What both trainers are told. Each step sees one pair. */
const common = {
  /** Filters of the first convolution of the generator and of the discriminator. */
  ngf: v.optional(count, 32),
  ndf: count,
  steps: count,
  learningRate: between(0, 1),
  /** How much of Adam's running means stays in a step. */
  beta1: v.optional(between(0, 0.9999), 0.5),
  beta2: v.optional(between(0, 0.999999), 0.999),
  /** The share of the steps after which the learning rate falls linearly to nothing: 0.5 in the originals, 1 for never. */
  decayFrom: v.optional(between(0, 1), 0.5),
  /** Whether the discriminator's loss is halved, as in the originals; the tutorials do not. */
  halved: v.optional(v.boolean(), true),
  /** Enlarge by 286/256, cut at random and mirror half of the pairs. */
  jitter: v.optional(v.boolean(), true),
  seed,
  /** Steps between samples, and between checkpoints. */
  sampleEvery: v.optional(count, 500),
  checkpointEvery: v.optional(count, 500),
};

const pix2pixSchema = v.object({
  method: v.optional(v.literal('pix2pix'), 'pix2pix'),
  ...common,
  generator: v.optional(v.literal('unet'), 'unet'),
  game: v.optional(game, 'cross-entropy'),
  /** Weight of the mean absolute difference beside the adversarial loss. */
  lambdaL1: between(0, 1e6),
  /** Dropout of one half after the first three steps up, as in the originals. */
  dropout: v.optional(v.boolean(), false),
});

const cycleGanSchema = v.object({
  method: v.literal('cyclegan'),
  ...common,
  /** A ResNet of 6 or 9 blocks (the original) or the U-Net of Pix2pix (the tutorial), an eighth of the cost. */
  generator: v.picklist(['unet', 'resnet-6', 'resnet-9']),
  game: v.optional(game, 'least-squares'),
  /** Weights beside the adversarial loss: of coming back, and of leaving alone what is of the other kind already. */
  lambdaCycle: v.optional(between(0, 1e6), 10),
  lambdaIdentity: v.optional(between(0, 1e6), 5),
  /** Past pictures that the discriminators are shown among the new: 50 in the original, 0 in the tutorial. */
  pool: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 50),
});

const planSchema = v.object({
  /** The model's id. */
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]*$/)),
  title: v.string(),
  /** One sentence for the shelf: what goes in, what comes out. */
  task: v.string(),
  /** The input's channels; for CycleGAN three times the edges, as RGB. */
  inputs: v.pipe(v.array(v.picklist(['edges', 'grey'])), v.minLength(1)),
  /** How a picture is developed and its edges found, as a model's manifest says it. */
  recipe: v.object({
    develop: v.object({
      low: between(0, 100),
      high: between(0, 100),
      gamma: between(0.1, 4),
      size: v.picklist([32, 64, 128, 256]),
    }),
    edges: v.object({
      sigma: between(0, 10),
      low: between(0, 1000),
      high: between(0, 1000),
      aperture: v.picklist([3, 5, 7]),
      norm: v.picklist(['L1', 'L2']),
    }),
  }),
  /** What it learns from, with source and licence, in words. */
  data: v.string(),
  /** Of the weights: an SPDX expression. */
  licence: v.optional(v.string(), 'Apache-2.0'),
  train: v.variant('method', [pix2pixSchema, cycleGanSchema]),
});

/** Pixels of the side of the pictures that a net learns from: those that they were developed to. */
interface Sized {
  readonly size: v.InferOutput<typeof planSchema>['recipe']['develop']['size'];
}

export type Pix2pixPlan = v.InferOutput<typeof pix2pixSchema> & Sized;
export type CycleGanPlan = v.InferOutput<typeof cycleGanSchema> & Sized;

/** A plan of `training/plans`, checked: everything that decides what a model becomes, apart from its pairs. */
export interface Plan extends Omit<v.InferOutput<typeof planSchema>, 'train'> {
  readonly train: Pix2pixPlan | CycleGanPlan;
}

/**
 * The one check of plans from outside.
 *
 * @param value parsed JSON.
 * @throws StudioError `recipe` naming each field that does not fit.
 */
export function checkPlan(value: unknown, name: string): Plan {
  const result = v.safeParse(planSchema, value);
  if (result.success) {
    const { inputs, recipe, train } = result.output;
    if (train.method === 'cyclegan' && inputs.join() !== 'edges,edges,edges') {
      throw new StudioError(
        'recipe',
        `${name}: the plan does not fit. inputs: CycleGAN takes "edges" three times, as RGB.`,
      );
    }
    return { ...result.output, train: { ...train, size: recipe.develop.size } };
  }
  throw new StudioError('recipe', `${name}: the plan does not fit. ${faultsIn(result.issues, 'the plan')}.`);
}

/** Adam's rate at a step, from 1. */
export function rateAt({ learningRate, decayFrom, steps }: Plan['train'], step: number): number {
  const falling = steps * (1 - decayFrom);
  return falling === 0 ? learningRate : learningRate * Math.min(1, (steps - step + 1) / falling);
}
