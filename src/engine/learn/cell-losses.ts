import type { CellTargets } from './cell-targets.ts';

/** What each part counts in the whole, as when the net was first trained (training/plans/cells-apart.json). */
const SHARES = { inside: 1, dice: 0.5, deep: 4, touch: 0.3 } as const;
/** Pixels that keep Dice from jumping where there is hardly a cell. */
const DICE_PIXELS = 50;
/** Where the smooth L1 of the depth turns from a parabola into a line. */
const BETA = 0.1;
/** A pixel where cells touch counts so much more than another. */
const TOUCH_MORE = 4;

export interface CellLosses {
  /** Cross-entropy of "inside a cell". */
  readonly inside: number;
  /** 1 less the Dice coefficient of the same. */
  readonly dice: number;
  /** Smooth L1 of the depth. */
  readonly deep: number;
  /** Cross-entropy of "two cells touch here". */
  readonly touch: number;
  /** All of them, by their shares. */
  readonly total: number;
  /** Of the total, with respect to what the net says: three numbers a pixel. */
  readonly gradient: Float32Array<ArrayBuffer>;
}

const chance = (logit: number) => 1 / (1 + Math.exp(-logit));
/** Cross-entropy of a logit, without an exponential of a large number. */
const crossEntropy = (logit: number, truth: number) =>
  Math.max(logit, 0) - logit * truth + Math.log1p(Math.exp(-Math.abs(logit)));

/**
 * How far what the net says is from what is so, as `losses` of training/train_cells.py for one crop.
 *
 * @param said three numbers a pixel: logit of "inside", depth, logit of "touching".
 */
export function cellLosses(said: Float32Array, { inside, deep, touch, weight }: CellTargets): CellLosses {
  let [weights, deepWeights, touchWeights] = [0, 0, 0];
  let [both, either] = [0, 0]; // of Dice
  for (let i = 0; i < weight.length; i++) {
    const [w, cell] = [weight[i]!, inside[i]!]; // all of one size
    if (w === 0) continue;
    weights += w;
    deepWeights += w * (0.5 + cell);
    touchWeights += 1 + TOUCH_MORE * touch[i]!;
    const p = chance(said[3 * i]!);
    both += p * cell;
    either += p + cell;
  }
  const [perWeight, perDeep, perTouch] = [weights, deepWeights, touchWeights].map(
    (sum) => 1 / Math.max(1, sum),
  ) as [number, number, number]; // three
  const [over, under] = [2 * both + DICE_PIXELS, either + DICE_PIXELS];
  const found = { inside: 0, dice: 1 - over / under, deep: 0, touch: 0 };
  const gradient = new Float32Array(3 * weight.length);
  for (let i = 0; i < weight.length; i++) {
    const w = weight[i]!;
    if (w === 0) continue;
    const cell = inside[i]!;
    const logit = said[3 * i]!;
    const p = chance(logit);
    found.inside += w * crossEntropy(logit, cell) * perWeight;
    gradient[3 * i] =
      SHARES.inside * w * perWeight * (p - cell) -
      SHARES.dice * ((2 * cell * under - over) / under ** 2) * p * (1 - p);

    const off = said[3 * i + 1]! - deep[i]!;
    const away = Math.abs(off);
    const counts = w * (0.5 + cell) * perDeep;
    found.deep += counts * (away < BETA ? (0.5 * off * off) / BETA : away - 0.5 * BETA);
    gradient[3 * i + 1] = SHARES.deep * counts * (away < BETA ? off / BETA : Math.sign(off));

    const meets = touch[i]!;
    const share = (1 + TOUCH_MORE * meets) * perTouch;
    found.touch += share * crossEntropy(said[3 * i + 2]!, meets);
    gradient[3 * i + 2] = SHARES.touch * share * (chance(said[3 * i + 2]!) - meets);
  }
  const total =
    SHARES.inside * found.inside +
    SHARES.dice * found.dice +
    SHARES.deep * found.deep +
    SHARES.touch * found.touch;
  return { ...found, total, gradient };
}
