export type Rgb = readonly [r: number, g: number, b: number];

/**
 * Perceptually even, colour-blind-safe colours from dark (low) to light (high): viridis (Smith and van der Walt 2015) and
 * cividis (Nuñez et al. 2018, doi:10.1371/journal.pone.0199239), at 17 places that are joined by straight lines. Twilight
 * (Bechtold 2018) goes round: its ends are one colour, for what goes round itself, as angles do.
 */
export const colourMaps = {
  // biome-ignore format: a table
  viridis: [
    [68, 1, 84], [72, 24, 106], [71, 45, 123], [66, 64, 134], [59, 82, 139], [51, 99, 141], [44, 114, 142], [38, 129, 142],
    [33, 144, 140], [31, 159, 136], [40, 174, 128], [62, 188, 116], [93, 201, 99], [130, 211, 76], [171, 220, 50],
    [213, 226, 26], [253, 231, 37],
  ],
  // biome-ignore format: a table
  cividis: [
    [0, 34, 78], [0, 46, 106], [26, 56, 111], [50, 67, 109], [67, 78, 108], [82, 89, 109], [97, 101, 111], [111, 112, 115],
    [124, 123, 120], [139, 135, 120], [155, 147, 118], [171, 160, 114], [187, 173, 108], [204, 186, 100], [221, 201, 88],
    [239, 215, 72], [254, 232, 56],
  ],
  // biome-ignore format: a table
  twilight: [
    [226, 217, 226], [196, 206, 212], [149, 181, 199], [114, 151, 193], [98, 118, 186], [94, 81, 173], [89, 42, 143],
    [69, 19, 92], [47, 20, 54], [74, 19, 66], [116, 30, 79], [152, 53, 80], [178, 86, 82], [194, 124, 99], [204, 163, 137],
    [216, 199, 190], [226, 217, 226],
  ],
} as const satisfies Readonly<Record<string, readonly Rgb[]>>;

export type ColourMap = keyof typeof colourMaps;

/** @param share 0..1, from the low to the high end; what is beyond takes the end's colour. */
export function mapped(map: ColourMap, share: number): Rgb {
  const anchors = colourMaps[map];
  const place = Math.min(1, Math.max(0, share)) * (anchors.length - 1);
  const from = anchors[Math.floor(place)]!; // 0..1 of the table
  const to = anchors[Math.ceil(place)]!;
  const part = place - Math.floor(place);
  const mix = (c: 0 | 1 | 2) => Math.round(from[c] + part * (to[c] - from[c]));
  return [mix(0), mix(1), mix(2)];
}
