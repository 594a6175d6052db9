import { components } from '../src/engine/ops/components.ts';
import type { Labels, Picture } from '../src/engine/picture.ts';
import { randomFrom } from '../src/engine/random.ts';

// What a lens is to find: discs that a picture did not have, and cells that it has lost.

export interface Disc {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export interface Planted {
  readonly picture: Picture;
  readonly added: readonly Disc[];
  /** Labels of the cells that were taken away. */
  readonly removed: readonly number[];
}

const AVERAGES = 400;

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** What lies within a square of so many pixels around a mask. */
function grown(mask: Uint8Array, width: number, height: number, reach: number): Uint8Array {
  const out = new Uint8Array(mask.length);
  for (let i = 0; i < mask.length; i++) {
    if (!mask[i]) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    for (let row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row++)
      out.fill(1, row * width + Math.max(0, x - reach), row * width + Math.min(width - 1, x + reach) + 1);
  }
  return out;
}

/** Fills a hole by averaging neighbours again and again, from the pixels around it inwards. */
function filled(data: Uint8Array, hole: Uint8Array, width: number, channels: number): void {
  const inside = [...hole.keys()].filter((i) => hole[i]);
  const values = Float32Array.from(data);
  for (let round = 0; round < AVERAGES; round++) {
    for (const i of inside) {
      for (let c = 0; c < channels; c++) {
        const at = (j: number) => values[j * channels + c]!;
        values[i * channels + c] = (at(i - 1) + at(i + 1) + at(i - width) + at(i + width)) / 4;
      }
    }
  }
  for (const i of inside)
    for (let c = 0; c < channels; c++) data[i * channels + c] = Math.round(values[i * channels + c]!);
}

/** A disc with an edge of about two pixels in the colour of the cells. */
export function drawDisc(picture: Picture, { x, y, radius }: Disc, colour: readonly number[]): void {
  const { width, height, channels, data } = picture;
  const reach = Math.ceil(radius) + 2;
  for (let row = Math.max(0, Math.floor(y - reach)); row <= Math.min(height - 1, y + reach); row++) {
    for (
      let column = Math.max(0, Math.floor(x - reach));
      column <= Math.min(width - 1, x + reach);
      column++
    ) {
      const share = Math.min(1, Math.max(0, (radius + 1 - Math.hypot(column - x, row - y)) / 2));
      for (let c = 0; c < channels; c++) {
        const i = (row * width + column) * channels + c;
        data[i] = Math.round(data[i]! + (colour[c]! - data[i]!) * share);
      }
    }
  }
}

/**
 * @param picture RGB. @param cells over it. Cells that stand alone are taken away, discs of a typical cell's size are put where there
 * is room for them, both by chance, up to `most` of each.
 *
 * @param halo pixels around a cell that its blurred outline or its glow reaches.
 */
export function planted(
  picture: Picture,
  cells: Labels,
  { seed, most, halo }: { readonly seed: number; readonly most: number; readonly halo: number },
): Planted {
  const { width, height, channels } = picture;
  const data = picture.data.slice();
  const random = randomFrom(seed);
  const occupied = Uint8Array.from(cells.data, (label) => (label ? 1 : 0));
  const groups = components(grown(occupied, width, height, halo), width, height);
  const labelsIn = Array.from({ length: groups.count + 1 }, () => new Set<number>());
  const touches = new Uint8Array(groups.count + 1);
  for (const [i, group] of groups.data.entries()) {
    if (cells.data[i]) labelsIn[group]!.add(cells.data[i]!);
    const [x, y] = [i % width, Math.floor(i / width)];
    if (x < 2 || y < 2 || x > width - 3 || y > height - 3) touches[group] = 1;
  }
  const areas = new Uint32Array(cells.count + 1);
  for (const label of cells.data) areas[label]!++;
  const radius = Math.sqrt(median([...areas.slice(1)]) / Math.PI);
  const isClearCell = (label: number) => areas[label]! > 0.5 * Math.PI * radius ** 2;
  const alone = Array.from({ length: groups.count }, (_, i) => i + 1).filter(
    (group) => labelsIn[group]!.size === 1 && !touches[group] && isClearCell([...labelsIn[group]!][0]!),
  );
  const chosen = new Set(alone.sort(() => random() - 0.5).slice(0, most));
  const own = Uint8Array.from(groups.data, (group) => (chosen.has(group) ? 1 : 0));
  const hole = grown(own, width, height, halo).map((value, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const isInner = x > 0 && y > 0 && x < width - 1 && y < height - 1;
    return value && isInner && (own[i] || groups.data[i] === 0) ? 1 : 0;
  });
  filled(data, hole, width, channels); // all at once: one does not run into the glow of the next
  const removed = [...chosen].map((group) => [...labelsIn[group]!][0]!); // one each
  const colour = Array.from({ length: channels }, (_, c) =>
    median([...cells.data.keys()].filter((i) => cells.data[i]).map((i) => picture.data[i * channels + c]!)),
  );
  const added: Disc[] = [];
  const free = grown(occupied, width, height, Math.ceil(radius) + halo);
  for (let tries = 0; tries < 400 && added.length < most; tries++) {
    const margin = radius + halo;
    const disc = {
      x: margin + random() * (width - 2 * margin),
      y: margin + random() * (height - 2 * margin),
      radius,
    };
    const isApart = added.every(({ x, y }) => Math.hypot(x - disc.x, y - disc.y) > 2 * radius + 2 * halo);
    if (free[Math.round(disc.y) * width + Math.round(disc.x)] || !isApart) continue;
    drawDisc({ ...picture, data }, disc, colour);
    added.push(disc);
  }
  return { picture: { ...picture, data }, added, removed };
}
