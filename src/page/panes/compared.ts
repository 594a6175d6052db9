import type { ShownLabels } from '../../bridge/messages.ts';
import type { Comparison } from '../../state/label-files.ts';

type Colour = readonly [red: number, green: number, blue: number];

/** Of outlines: three that colour-blind eyes tell apart, on dark and on bright ground (Okabe and Ito 2008). */
export const agreementColours: Readonly<Record<'matched' | 'missed' | 'extra', Colour>> = {
  matched: [86, 180, 233],
  missed: [230, 159, 0],
  extra: [204, 121, 167],
};

/** Calls back with each pixel of a label's rim, and its label. */
function rims({ width, height, data }: ShownLabels, tell: (at: number, label: number) => void): void {
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const label = data[at] ?? 0;
      if (label === 0) continue;
      const isInner =
        (x === 0 || data[at - 1] === label) &&
        (x === width - 1 || data[at + 1] === label) &&
        (y === 0 || data[at - width] === label) &&
        (y === height - 1 || data[at + width] === label);
      if (!isInner) tell(at, label);
    }
  }
}

/**
 * The picture with the outlines of the cells that were found, and of those that only the file has.
 *
 * @param found labels of the picture's size, as `theirs` is; another size leaves the picture as it is.
 */
export function withOutlines(
  image: ImageData,
  found: ShownLabels,
  { theirs, extra, missed }: Comparison,
): ImageData {
  const isOfSize = ({ width, height }: ShownLabels) => width === image.width && height === image.height;
  if (!isOfSize(found) || !isOfSize(theirs)) return image;
  const drawn = new ImageData(new Uint8ClampedArray(image.data), image.width, image.height);
  const [onlyFound, onlyTheirs] = [new Set(extra), new Set(missed)];
  const put = (at: number, colour: Colour) => drawn.data.set(colour, 4 * at);
  rims(found, (at, label) => put(at, agreementColours[onlyFound.has(label) ? 'extra' : 'matched']));
  rims(theirs, (at, label) => onlyTheirs.has(label) && put(at, agreementColours.missed));
  return drawn;
}
