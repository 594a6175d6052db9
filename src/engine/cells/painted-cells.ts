import type { Labels, Picture } from '../picture.ts';
import type { ColourRecipe } from '../recipe.ts';
import type { Rgb } from './colour-maps.ts';

/** Whether a pixel of a cell lies beside one that is not of the cell, or at the picture's border. */
function isAtEdge({ data, width, height }: Labels, i: number): boolean {
  const [label, x] = [data[i], i % width];
  if (x === 0 || x === width - 1 || i < width || i >= width * (height - 1)) return true;
  return (
    data[i - 1] !== label || data[i + 1] !== label || data[i - width] !== label || data[i + width] !== label
  );
}

/**
 * A picture with its cells in colours: filled, or only the pixels at their borders.
 *
 * @param ground RGB, of the labels' size.
 * @param colours by the label.
 */
export function paintedCells(
  ground: Picture,
  labels: Labels,
  colours: readonly Rgb[],
  drawn: ColourRecipe['drawn'],
): Picture {
  const data = ground.data.slice();
  for (let i = 0; i < labels.data.length; i++) {
    const label = labels.data[i]!; // i is in range
    if (label && (drawn === 'filled' || isAtEdge(labels, i))) data.set(colours[label]!, 3 * i); // one a label
  }
  return { ...ground, data };
}

/** Share of a cell's colour over the picture below, inside its outline. */
const TINT = 0.45;

/** What the stage shows: the picture, its cells tinted so that they are told apart, with full outlines. */
export function shownCells(ground: Picture, labels: Labels, colours: readonly Rgb[]): Picture {
  const data = ground.data.slice();
  for (let i = 0; i < labels.data.length; i++) {
    const colour = labels.data[i] && colours[labels.data[i]!]; // one a label
    if (!colour) continue;
    const share = isAtEdge(labels, i) ? 1 : TINT;
    for (const [c, value] of colour.entries()) {
      const under = data[3 * i + c]!; // in range
      data[3 * i + c] = Math.round(under + (value - under) * share);
    }
  }
  return { ...ground, data };
}

/** 1 inside the cells, 0 elsewhere. */
export const insideOf = ({ data }: Labels): Float32Array =>
  Float32Array.from(data, (label) => Number(label > 0));
