/** A colour in OKLab (Björn Ottosson, 2020, "A perceptual color space for image processing"): lightness 0..1, a, b. */
export type Lab = readonly [l: number, a: number, b: number];

/** Linear light of an OKLab colour, red, green and blue, each 0..1 where sRGB holds the colour. */
export function linearRgb(l: number, a: number, b: number): [number, number, number] {
  const x = l + 0.3963377774 * a + 0.2158037573 * b;
  const y = l - 0.1055613458 * a - 0.0638541728 * b;
  const z = l - 0.0894841775 * a - 1.291485548 * b;
  const [x3, y3, z3] = [x * x * x, y * y * y, z * z * z];
  return [
    4.0767416621 * x3 - 3.3077115913 * y3 + 0.2309699292 * z3,
    -1.2684380046 * x3 + 2.6097574011 * y3 - 0.3413193965 * z3,
    -0.0041960863 * x3 - 0.7034186147 * y3 + 1.707614701 * z3,
  ];
}

const isInGamut = (colour: Lab) => linearRgb(...colour).every((light) => light > -0.001 && light < 1.001);

/**
 * The colour of a lightness (0..1), a chroma (0..0.32) and a hue in degrees; where sRGB has no such colour, the most
 * colourful one of that lightness and hue.
 */
export function oklch(lightness: number, chroma: number, hueDegrees: number): Lab {
  const hue = (hueDegrees * Math.PI) / 180;
  const at = (c: number): Lab => [lightness, c * Math.cos(hue), c * Math.sin(hue)];
  if (isInGamut(at(chroma))) return at(chroma);
  let [inside, outside] = [0, chroma];
  for (let step = 0; step < 12; step++) {
    const middle = (inside + outside) / 2;
    if (isInGamut(at(middle))) inside = middle;
    else outside = middle;
  }
  return at(inside);
}

/** Between two colours; `t` 0..1. */
export const between = (from: Lab, to: Lab, t: number): Lab => [
  from[0] + (to[0] - from[0]) * t,
  from[1] + (to[1] - from[1]) * t,
  from[2] + (to[2] - from[2]) * t,
];
