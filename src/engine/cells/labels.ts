import type { Labels } from '../picture.ts';

/**
 * Numbers labels 1..count in the order of their first pixels, so that the same cells get the same numbers however they were
 * found.
 *
 * @param data any whole numbers from 0; not changed.
 */
export function numbered(data: Uint32Array, width: number, height: number): Labels {
  const numbers = new Map<number, number>();
  const out = new Uint32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const old = data[i]!; // i is in range
    if (old === 0) continue;
    let number = numbers.get(old);
    if (number === undefined) {
      number = numbers.size + 1;
      numbers.set(old, number);
    }
    out[i] = number;
  }
  return { width, height, count: numbers.size, data: out };
}

/** Pixels of each label; the entry 0 is the background's. */
export function areas({ data, count }: Labels): Uint32Array {
  const pixels = new Uint32Array(count + 1);
  for (const label of data) pixels[label]!++; // labels are 0..count
  return pixels;
}

/** Without the cells that `keep` refuses. */
export function kept(labels: Labels, keep: (label: number) => boolean): Labels {
  const stays = Uint8Array.from({ length: labels.count + 1 }, (_, label) => Number(label > 0 && keep(label)));
  return numbered(
    labels.data.map((label) => (stays[label] ? label : 0)),
    labels.width,
    labels.height,
  );
}

/** Without cells of fewer than `least` pixels. */
export function withoutCrumbs(labels: Labels, least: number): Labels {
  const pixels = areas(labels);
  return kept(labels, (label) => pixels[label]! >= least);
}

/** For each label (entry 0 unused) whether the cell touches the border of the picture, so that part of it may be missing. */
export function atBorder({ data, width, height, count }: Labels): Uint8Array {
  const touches = new Uint8Array(count + 1);
  for (let x = 0; x < width; x++) {
    touches[data[x]!] = 1;
    touches[data[(height - 1) * width + x]!] = 1;
  }
  for (let y = 0; y < height; y++) {
    touches[data[y * width]!] = 1;
    touches[data[y * width + width - 1]!] = 1;
  }
  touches[0] = 0;
  return touches;
}
