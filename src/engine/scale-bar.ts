/** A bar of a round length beside a picture. */
export interface ScaleBar {
  /** In pixels of the picture, not always whole. */
  readonly pixels: number;
  /** As "20 µm". */
  readonly label: string;
}

const digits = (value: number) => String(Number(value.toPrecision(1)));

function labelOf(micrometres: number): string {
  if (micrometres >= 1000) return `${digits(micrometres / 1000)} mm`;
  if (micrometres < 1) return `${digits(micrometres * 1000)} nm`;
  return `${digits(micrometres)} µm`;
}

/**
 * The longest bar of 1, 2 or 5 times a power of ten that is no longer than `longest`.
 *
 * @param pixelUm width of a pixel in micrometres.
 * @param longest in pixels.
 */
export function scaleBar(pixelUm: number, longest: number): ScaleBar {
  const most = pixelUm * longest * (1 + 1e-9); // 10 of 9.9999999 is 10
  const decade = 10 ** Math.floor(Math.log10(most));
  const times = [5, 2, 1].find((factor) => factor * decade <= most) ?? 1;
  return { pixels: (times * decade) / pixelUm, label: labelOf(times * decade) };
}
