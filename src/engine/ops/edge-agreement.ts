import type { Picture } from '../picture.ts';

/** How well one edge map tells another; shares, 0..1. */
export interface EdgeAgreement {
  /** Of the edge pixels told, those that are near a true one; 1 where none is told. */
  readonly precision: number;
  /** Of the true edge pixels, those that are near a told one; 1 where there is none. */
  readonly recall: number;
  /** Harmonic mean of both; 0 where both are 0. */
  readonly f1: number;
}

/** Steps to the pixels of a disc, the nearest first. */
function discSteps(radius: number): readonly (readonly [x: number, y: number])[] {
  const steps: (readonly [number, number])[] = [];
  for (let y = -Math.floor(radius); y <= radius; y++) {
    for (let x = -Math.floor(radius); x <= radius; x++) if (x * x + y * y <= radius ** 2) steps.push([x, y]);
  }
  return steps.sort(([ax, ay], [bx, by]) => ax * ax + ay * ay - bx * bx - by * by);
}

/**
 * The edge pixels that have an edge pixel of another map within a Euclidean distance.
 *
 * @param edges 1 channel, and `other` of the same size: an edge is what is not 0.
 * @param radius pixels, 0 (the very same pixel) and up.
 * @returns of the same size: 255 on an edge pixel of `edges` that is near one of `other`, 0 elsewhere.
 */
export function edgesNear(edges: Picture, other: Picture, radius: number): Picture {
  const { width, height } = edges;
  const data = new Uint8Array(width * height);
  const steps = discSteps(radius);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (edges.data[i] === 0) continue;
      const isNear = steps.some(([dx, dy]) => {
        const isInside = x + dx >= 0 && x + dx < width && y + dy >= 0 && y + dy < height;
        return isInside && other.data[i + dy * width + dx] !== 0;
      });
      if (isNear) data[i] = 255;
    }
  }
  return { width, height, channels: 1, data };
}

const count = ({ data }: Picture): number => data.reduce((sum, value) => sum + (value === 0 ? 0 : 1), 0);

/** Precision, recall and F1 of an edge map at a tolerance of `radius` pixels, as {@link edgesNear} takes it. */
export function edgeAgreement(told: Picture, truth: Picture, radius: number): EdgeAgreement {
  const share = (edges: Picture, other: Picture) => {
    const all = count(edges);
    return all === 0 ? 1 : count(edgesNear(edges, other, radius)) / all;
  };
  const [precision, recall] = [share(told, truth), share(truth, told)];
  const sum = precision + recall;
  return { precision, recall, f1: sum === 0 ? 0 : (2 * precision * recall) / sum };
}
