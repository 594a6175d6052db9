import { components } from '../ops/components.ts';
import { drawStrokes } from '../ops/strokes.ts';
import type { Labels } from '../picture.ts';
import type { CellStroke } from '../recipe.ts';
import { numbered } from './labels.ts';

/**
 * The cells as a person has mended them: strokes in their order. A part that is cut off, or left over by the eraser, is a cell
 * of its own.
 */
export function mended(labels: Labels, strokes: readonly CellStroke[]): Labels {
  return strokes.reduce((now, stroke) => tools[stroke.tool](now, underStroke(now, stroke), stroke), labels);
}

type Tool = (labels: Labels, under: Uint8Array, stroke: CellStroke) => Labels;

const tools: Readonly<Record<CellStroke['tool'], Tool>> = {
  cut(labels, under) {
    const crossed = new Set<number>();
    const open = labels.data.map((label, i) => {
      if (!under[i] || !label) return label;
      crossed.add(label);
      return 0;
    });
    const parted = inParts(open, labels, crossed);
    const [left, back] = withoutSlivers(parted, labels, under);
    return numbered(givenBack(left, labels, back), labels.width, labels.height);
  },
  join(labels, under) {
    let first = 0;
    const joined = new Set<number>();
    for (const [i, label] of labels.data.entries()) {
      if (!under[i] || !label) continue;
      first ||= label;
      joined.add(label);
    }
    if (joined.size < 2) return labels;
    return numbered(
      labels.data.map((label) => (joined.has(label) ? first : label)),
      labels.width,
      labels.height,
    );
  },
  erase(labels, under) {
    const met = new Set<number>();
    const left = labels.data.map((label, i) => {
      if (!under[i] || !label) return label;
      met.add(label);
      return 0;
    });
    return numbered(inParts(left, labels, met), labels.width, labels.height);
  },
  draw(labels, under, { points }) {
    const { width, height, count } = labels;
    const place = (share: number, side: number) => Math.min(side - 1, Math.floor(share * side));
    const begin = place(points[1]!, height) * width + place(points[0]!, width); // a stroke has a point
    const label = labels.data[begin] || count + 1;
    const met = new Set<number>();
    const drawn = labels.data.map((old, i) => {
      if (!under[i]) return old;
      if (old && old !== label) met.add(old);
      return label;
    });
    return numbered(inParts(drawn, { ...labels, count: count + 1 }, met), width, height);
  },
};

/** 1 under the stroke. */
function underStroke({ width, height }: Labels, { size, points }: CellStroke): Uint8Array {
  const empty = { width, height, channels: 1, data: new Uint8Array(width * height) } as const;
  return drawStrokes(empty, [{ tool: 'pen', size, points: [...points] }]).data;
}

/** Labels of which some may have come apart: each further part of those gets a label above `count`. */
function inParts(
  data: Uint32Array<ArrayBuffer>,
  { width, height, count }: Labels,
  some: ReadonlySet<number>,
) {
  const out = data.slice();
  let next = count;
  for (const label of some) {
    const parts = components(
      Uint8Array.from(data, (one) => Number(one === label)),
      width,
      height,
    );
    for (const [i, part] of parts.data.entries()) if (part > 1) out[i] = next + part - 1;
    next += Math.max(0, parts.count - 1);
  }
  return out;
}

/** A part that is cut off and has less than this share of its cell stays with it. */
const SLIVER = 1 / 16;

/**
 * Parts that a cut took off without the slivers: a cut along a border, as where the cell that it once parted is now found as two, takes
 * nothing off.
 *
 * @returns the parts, and which pixels are to be given back.
 */
function withoutSlivers(parted: Uint32Array<ArrayBuffer>, { data, count }: Labels, under: Uint8Array) {
  const whole = new Uint32Array(count + 1);
  const pixels = new Map<number, number>();
  for (const [i, label] of data.entries()) {
    whole[label]!++; // labels are 0..count
    const part = parted[i]!; // of one size
    if (part) pixels.set(part, (pixels.get(part) ?? 0) + 1);
  }
  const [left, back] = [parted.slice(), under.slice()];
  for (const [i, label] of data.entries()) {
    const part = parted[i]!;
    if (!label || !part || pixels.get(part)! >= SLIVER * whole[label]!) continue; // counted above
    left[i] = 0;
    back[i] = 1;
  }
  return [left, back] as const;
}

/** The pixels that a cut went over belong again to the nearest part of the cell that they were of. */
function givenBack(parted: Uint32Array<ArrayBuffer>, { width, data }: Labels, under: Uint8Array) {
  const out = parted.slice();
  let edge = [...out.keys()].filter((i) => out[i] && data[i]);
  while (edge.length > 0) {
    const next: number[] = [];
    for (const i of edge) {
      const x = i % width;
      for (const j of [i - width, x > 0 ? i - 1 : -1, x < width - 1 ? i + 1 : -1, i + width]) {
        if (!under[j] || out[j] || data[j] !== data[i]) continue; // beyond the picture `under` has nothing
        out[j] = out[i]!;
        next.push(j);
      }
    }
    edge = next;
  }
  return out;
}
