import type { Picture } from '../picture.ts';

/** sRGB bytes as linear light, 0..1 (IEC 61966-2-1). */
export const linear: Float64Array = Float64Array.from({ length: 256 }, (_, byte) => {
  const v = byte / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
});

/** Linear light, 0..1, as an sRGB byte; what lies outside is cut. */
export function encoded(light: number): number {
  const v = light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
  return Math.round(255 * Math.min(1, Math.max(0, v)));
}

/** CIE 1976: cube root with a straight part near black. */
const f = (t: number) => (t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29);
const fInverse = (t: number) => (t > 6 / 29 ? t ** 3 : 3 * (6 / 29) ** 2 * (t - 4 / 29));

/** White of D65 in XYZ, Y = 1, 2° observer. */
const WHITE = [0.95047, 1, 1.08883] as const;

/** CIELAB of an sRGB colour (0..255 each), D65: L* 0..100, and a* and b*. */
export function labOf(red: number, green: number, blue: number): readonly [l: number, a: number, b: number] {
  const [r, g, b] = [linear[red] ?? 0, linear[green] ?? 0, linear[blue] ?? 0];
  const fx = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / WHITE[0]);
  const fy = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const fz = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / WHITE[2]);
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

/**
 * The lightness (CIELAB L*) of one picture in the colours (a*, b*) of another, D65. Colours that sRGB does not hold are
 * cut at its limits, so there the lightness can differ.
 *
 * @param source RGB, and `generated` RGB of the same size, 0..255.
 */
export function keepLightness(source: Picture, generated: Picture): Picture {
  const data = new Uint8Array(generated.data.length);
  const from = source.data;
  const to = generated.data;
  const light = (byte: number | undefined) => linear[byte ?? 0] ?? 0;
  for (let i = 0; i < data.length; i += 3) {
    const fySource = f(
      0.2126729 * light(from[i]) + 0.7151522 * light(from[i + 1]) + 0.072175 * light(from[i + 2]),
    );
    const [r, g, b] = [light(to[i]), light(to[i + 1]), light(to[i + 2])];
    const fx = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / WHITE[0]);
    const fy = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
    const fz = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / WHITE[2]);
    // L* depends on fy alone; a* and b* on the differences fx - fy and fy - fz.
    const x = WHITE[0] * fInverse(fySource + fx - fy);
    const y = fInverse(fySource);
    const z = WHITE[2] * fInverse(fySource + fz - fy);
    data[i] = encoded(3.2404542 * x - 1.5371385 * y - 0.4985314 * z);
    data[i + 1] = encoded(-0.969266 * x + 1.8760108 * y + 0.041556 * z);
    data[i + 2] = encoded(0.0556434 * x - 0.2040259 * y + 1.0572252 * z);
  }
  return { ...generated, data };
}
