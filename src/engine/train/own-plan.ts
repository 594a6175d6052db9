import type { Recipe } from '../recipe.ts';
import { checkPlan, type Plan } from './plan.ts';

/** What a person decides about a model of their own; the rest of its plan follows from that. */
export interface OwnSettings {
  /** What the model is called. */
  readonly title: string;
  /** Side of the pictures that it learns from, in pixels. */
  readonly size: 64 | 128 | 256;
  /** Filters of the first convolution. */
  readonly ngf: 8 | 16;
  readonly steps: number;
  /** Whether it sees the grey picture beside the edges. */
  readonly grey: boolean;
  readonly seed: number;
  readonly recipe: {
    readonly develop: Pick<Recipe['develop'], 'low' | 'high' | 'gamma'>;
    readonly edges: Pick<Recipe['edges'], 'sigma' | 'low' | 'high' | 'aperture' | 'norm'>;
  };
}

/** Between two samples and held-out scores, in steps. */
const SAMPLE_EVERY = 50;

/** A title as the part of an id: small letters, digits and hyphens. */
const slugOf = (title: string) =>
  title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);

/** What it learnt from, in words for its card. */
function dataWords(pictures: number, dishes: number): string {
  const own = pictures === 1 ? 'one picture' : `${pictures} pictures`;
  const parts = [
    ...(pictures > 0 ? [`${own} of the person who trained it`] : []),
    ...(dishes > 0 ? [`${dishes} dishes that Eosin drew`] : []),
  ];
  return `${parts.join(' and ')}, one in ten held out to measure it`;
}

/**
 * The plan of a small Pix2pix that a lesson has time for.
 *
 * @param tag tells trainings of one title apart: small letters and digits.
 * @param pictures and `dishes`: how many of each it learns from and is measured by.
 */
export function ownPlan(settings: OwnSettings, tag: string, pictures: number, dishes: number): Plan {
  const { title, size, ngf, steps, grey, seed, recipe } = settings;
  const { low, high, gamma } = recipe.develop;
  const { edges } = recipe;
  const every = Math.max(1, Math.min(SAMPLE_EVERY, Math.ceil(steps / 4)));
  return checkPlan(
    {
      id: ['own', slugOf(title), tag].filter((part) => part !== '').join('-'),
      title,
      task: `Paints from ${grey ? 'edges and grey' : 'edges'} what it learnt in this browser.`,
      inputs: grey ? ['edges', 'grey'] : ['edges'],
      recipe: {
        develop: { low, high, gamma, size },
        edges: {
          sigma: edges.sigma,
          low: edges.low,
          high: edges.high,
          aperture: edges.aperture,
          norm: edges.norm,
        },
      },
      data: dataWords(pictures, dishes),
      // Nobody has said under which licence a person's own pictures are.
      licence: pictures > 0 ? 'NOASSERTION' : 'Apache-2.0',
      train: {
        ngf,
        ndf: ngf,
        steps,
        learningRate: LEARNING_RATE,
        lambdaL1: 100,
        seed,
        sampleEvery: every,
        checkpointEvery: every,
      },
    },
    title,
  );
}

/** Twice that of the originals: small nets take it, and a lesson is short. */
const LEARNING_RATE = 0.0004;
