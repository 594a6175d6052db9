/** Coarser than this it is a resolution for print or screen (72, 300 dpi), not the size of a pixel under a microscope. */
const coarsestUm = 50;

/** Width and height of a pixel in micrometres, or null where the numbers are none, not positive or those of a printer. */
export function pixelSize(xUm: number, yUm: number): readonly [number, number] | null {
  const fits = (um: number) => Number.isFinite(um) && um > 0 && um <= coarsestUm;
  return fits(xUm) && fits(yUm) ? [xUm, yUm] : null;
}
