import type { Planes } from '../picture.ts';
import { planesOf } from '../picture.ts';
import type { Field } from './field.ts';
import { drawNuclei } from './nuclei.ts';
import { drawSmear, SMEAR_PIXEL_SIZE_UM } from './smear.ts';

/** A drawn scene and where its cells lie. */
export interface SceneWithCells {
  readonly planes: Planes;
  /** Row after row; 0 is the ground, 1 to n a cell each. Where two lie upon one another, the later one. */
  readonly labels: Uint16Array<ArrayBuffer>;
}

/** Gives a label to all pixels that changed in any of the fields since the last call, one more each time. */
function labeller(): {
  readonly labels: (side: number) => Uint16Array<ArrayBuffer>;
  see(fields: readonly Field[]): void;
} {
  const before = new Map<Field, Float32Array>();
  let labels: Uint16Array<ArrayBuffer> | undefined;
  let cells = 0;
  return {
    labels: (side) => labels ?? new Uint16Array(side * side),
    see(fields) {
      cells++;
      for (const field of fields) {
        labels ??= new Uint16Array(field.side ** 2);
        const old = before.get(field);
        for (let i = 0; i < labels.length; i++) {
          if (field.values[i] !== (old?.[i] ?? 0)) labels[i] = cells;
        }
        before.set(field, field.values.slice());
      }
    },
  };
}

/** A scene of `drawScene` with the exact place of every cell: nuclei, or the red and white cells of a smear (no platelets). */
export function drawSceneWithCells(scene: 'nuclei' | 'smear', seed: number): SceneWithCells {
  const { labels, see } = labeller();
  const planes =
    scene === 'nuclei'
      ? drawNuclei(seed, (light) => see([light]))
      : planesOf(
          drawSmear(seed, (stains) => see([stains.haemoglobin, stains.chromatin, stains.cytoplasm])),
          [SMEAR_PIXEL_SIZE_UM, SMEAR_PIXEL_SIZE_UM],
        );
  return { planes, labels: labels(planes.width) };
}
