type PixelSize = readonly [xUm: number, yUm: number] | null;

/**
 * The size of a pixel as a microscope or its program gave it.
 *
 * @param xUm micrometres, as `yUm`.
 * @returns null where they are no positive numbers.
 */
export function pixelSize(xUm: number, yUm: number): PixelSize {
  const fits = (um: number) => Number.isFinite(um) && um > 0;
  return fits(xUm) && fits(yUm) ? [xUm, yUm] : null;
}

/** No printer and no screen has so fine a grid: 12,700 dots an inch. */
const finestPrintUm = 2;

/**
 * As {@link pixelSize} for the resolution that formats keep for printing (72 dpi, 300 dpi, 600 dpi): it says how large the
 * picture comes out on paper, unless it is finer than any printer.
 */
export function sizeByResolution(xUm: number, yUm: number): PixelSize {
  return xUm < finestPrintUm && yUm < finestPrintUm ? pixelSize(xUm, yUm) : null;
}
