import { bias, conv, norm, weightOf } from './layers.ts';
import type { Tape, Value, Values } from './tape.ts';

/** What fixes a PatchGAN. */
export interface PatchGanSizes {
  /** Filters of the first convolution; the others follow: times 1, 2, 4, 8, then one. */
  readonly ndf: number;
  readonly inputChannels: number;
}

const LEAK = 0.2;
const STRIDES = [2, 2, 2, 1, 1] as const;

/** The shape of every weight, by name; a convolution's is [out, in, 4, 4]. */
export function patchGanShapes({ ndf, inputChannels }: PatchGanSizes): Map<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  let channels = inputChannels;
  for (const [i, out] of [ndf, 2 * ndf, 4 * ndf, 8 * ndf, 1].entries()) {
    shapes.set(`c${i + 1}.conv.weight`, [out, channels, 4, 4]);
    for (const name of isNormed(i) ? ['norm.scale', 'norm.offset'] : ['conv.bias']) {
      shapes.set(`c${i + 1}.${name}`, [out]);
    }
    channels = out;
  }
  return shapes;
}

/** The first and the last convolution have a bias, those between an instance norm. */
const isNormed = (i: number) => i > 0 && i < STRIDES.length - 1;

/**
 * The discriminator of Pix2pix and CycleGAN (Isola et al. 2017, arXiv 1611.07004): every output judges a patch of 70x70
 * pixels.
 *
 * @param x [1, side, side, in], -1..1: one picture, or an input beside what was made of it; side at least 24.
 * @returns logits, greater for "real": [1, side / 8 - 2, side / 8 - 2, 1], 30x30 of 256 px.
 */
export function patchGan(tape: Tape, weights: Values, x: Value): Value {
  let now = x;
  for (const [i, stride] of STRIDES.entries()) {
    const layer = `c${i + 1}`;
    const z = conv(tape, now, weightOf(weights, `${layer}.conv.weight`), { stride, pad: 1 });
    const slope = i === STRIDES.length - 1 ? 1 : LEAK;
    now = isNormed(i) ? norm(tape, z, weights, layer, slope) : bias(tape, z, weights, layer, slope);
  }
  return now;
}
