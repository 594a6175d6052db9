import type { Labels } from '../picture.ts';

/**
 * Numbers labels 1..count in the order of their first pixels, so that the same cells get the same numbers however they were
 * found.
 *
 * @param data whole numbers from 0, of about as many as there are pixels; not changed.
 */
export function numbered(data: Uint32Array, width: number, height: number): Labels {
  let most = 0;
  for (let i = 0; i < data.length; i++) if (data[i]! > most) most = data[i]!; // i is in range
  const numbers = new Uint32Array(most + 1); // by the old label
  const out = new Uint32Array(data.length);
  let count = 0;
  for (let i = 0; i < data.length; i++) {
    const old = data[i]!; // i is in range
    if (old === 0) continue;
    if (numbers[old] === 0) numbers[old] = ++count;
    out[i] = numbers[old]!;
  }
  return { width, height, count, data: out };
}

/** Pixels of each label; the entry 0 is the background's. */
export function areas({ data, count }: Labels): Uint32Array {
  const pixels = new Uint32Array(count + 1);
  for (let i = 0; i < data.length; i++) pixels[data[i]!]!++; // labels are 0..count
  return pixels;
}

/** Without the cells that `keep` refuses. */
export function kept(labels: Labels, keep: (label: number) => boolean): Labels {
  const { width, height, data, count } = labels;
  const stays = Array.from({ length: count + 1 }, (_, label) => label > 0 && keep(label));
  const numbers = new Uint32Array(count + 1); // rising: those that stay keep their order
  let next = 0;
  for (let label = 1; label <= count; label++) if (stays[label]) numbers[label] = ++next;
  const out = new Uint32Array(data.length);
  for (let i = 0; i < out.length; i++) out[i] = numbers[data[i]!]!; // labels are 0..count
  return { width, height, count: next, data: out };
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
