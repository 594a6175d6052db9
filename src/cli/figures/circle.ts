import { type Circle, goRound } from '../../engine/lens/circle.ts';
import { mean } from '../../engine/metrics/mean.ts';
import type { Generator } from '../../engine/models/load.ts';
import type { Pair } from '../../engine/pairs/pair-image.ts';
import { resultOf } from '../../engine/steps/result-of.ts';

/** What comes back of the held-out dishes that go round both generators of CycleGAN; means over them. */
export interface CircleClaims {
  /** Edges drawn of the colours that were painted from edges, against those, at 2 px. */
  readonly ofEdges: { readonly precision: number; readonly recall: number; readonly f1: number };
  /** Edges drawn of a dish, against Canny's, at 2 px. */
  readonly ofDishes: { readonly precision: number; readonly recall: number; readonly f1: number };
  /** L1 of a dish and the colours that were painted from the edges drawn of it. */
  readonly l1: number;
}

/** Each dish once round both generators. */
export async function walkedCircles(
  dishes: readonly Required<Pair>[],
  there: Generator,
  back: Generator,
): Promise<readonly Circle[]> {
  const circles: Circle[] = [];
  for (const { edges, grey, colour } of dishes) {
    circles.push(await resultOf(goRound({ edges, grey, rgb: colour }, there, back)));
  }
  return circles;
}

export function circleClaims(circles: readonly Circle[]): CircleClaims {
  const agreement = (of: 'ofEdges' | 'ofPicture') => {
    const all = circles.map((one) => one[of]).filter((one) => one !== null); // each dish has edges
    return {
      precision: mean(all.map(({ precision }) => precision)),
      recall: mean(all.map(({ recall }) => recall)),
      f1: mean(all.map(({ f1 }) => f1)),
    };
  };
  return {
    ofEdges: agreement('ofEdges'),
    ofDishes: agreement('ofPicture'),
    l1: mean(circles.map(({ difference }) => difference)),
  };
}
