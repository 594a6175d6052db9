import { type ColourVision, colourSeen, colourVisions } from '../ops/colour-blind.ts';
import { encoded, labOf, linear } from '../ops/lab.ts';
import type { Colour } from './drawing.ts';

/** Relative luminance that colours are brought to before their hues are compared: dim and bright light of a stain must not be what tells it. */
const LUMINANCE = 0.07;
/** Distance in a* and b* below which two stains are taken for one: between red and green (5 in deuteranopia) and magenta and cyan (24). */
const LEAST = 18;

/** The colour (0..255) as it is at one luminance. */
function atOneLuminance(colour: Colour): Colour {
  const [r, g, b] = colour.map((one) => linear[one] ?? 0) as [number, number, number]; // of three
  const luminance = 0.2126729 * r + 0.7151522 * g + 0.072175 * b;
  if (luminance === 0) return [0, 0, 0];
  const scale = LUMINANCE / luminance;
  return [encoded(r * scale), encoded(g * scale), encoded(b * scale)];
}

/** How far two colours lie apart in a* and b* to an eye, where neither is brighter. */
export function hueDistance(one: Colour, other: Colour, vision: ColourVision): number {
  const [, a1, b1] = labOf(...atOneLuminance(colourSeen(one, vision)));
  const [, a2, b2] = labOf(...atOneLuminance(colourSeen(other, vision)));
  return Math.hypot(a1 - a2, b1 - b2);
}

/** The first two stains that eyes without red or green cones take for one, with who; null where there are none. Blue cones are lacked by one in 10,000. */
export function confused(
  stains: readonly { readonly name: string; readonly colour: Colour }[],
): { readonly one: string; readonly other: string; readonly vision: ColourVision } | null {
  for (const vision of colourVisions.filter((each) => each !== 'tritanopia'))
    for (const [i, one] of stains.entries())
      for (const other of stains.slice(i + 1))
        if (hueDistance(one.colour, other.colour, vision) < LEAST)
          return { one: one.name, other: other.name, vision };
  return null;
}
