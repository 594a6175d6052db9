import { useCallback } from 'react';
import type { ShownStage } from '../../engine/stages/shown.ts';
import { useDesk, useStudio } from '../desk.ts';
import { withOutlines } from './compared.ts';
import type { Point } from './geometry.ts';

/** Panes in which a click chooses a cell. */
const shows = (stage: ShownStage) => stage === 'cells' || stage === 'colour';

/** A click on a cell chooses it; with Shift or Ctrl it is added, or taken away again. Null where there are no cells. */
export function useCellPick(stage: ShownStage): ((at: Point, more: boolean) => void) | null {
  const { studio } = useDesk();
  const hasCells = useStudio((state) => state.cells !== null);
  const pick = useCallback(
    (at: Point, more: boolean) => {
      const { cells, chosenCells, chooseCells } = studio.getState();
      if (!cells) return;
      const { width, height, data } = cells.labels;
      const label = data[Math.floor(at.y * height) * width + Math.floor(at.x * width)] ?? 0;
      if (!more) chooseCells(label ? [label] : []);
      else if (label && chosenCells.has(label)) chooseCells([...chosenCells].filter((one) => one !== label));
      else if (label) chooseCells([...chosenCells, label]);
    },
    [studio],
  );
  return hasCells && shows(stage) ? pick : null;
}

/**
 * Marks cells on a picture of their size. In the Cells pane what a file beside the picture agrees with is outlined; chosen cells
 * stand out where the others are darkened.
 */
export function useMarkedCells(stage: ShownStage): (image: ImageData) => ImageData {
  const labels = useStudio((state) => state.cells?.labels);
  const chosen = useStudio((state) => state.chosenCells);
  const comparison = useStudio((state) => (stage === 'cells' ? state.comparison : null));
  return useCallback(
    (plain) => {
      const image = comparison && labels ? withOutlines(plain, labels, comparison) : plain;
      if (!shows(stage) || chosen.size === 0 || labels?.width !== image.width) return image;
      const data = new Uint8ClampedArray(image.data);
      for (let i = 0; i < labels.data.length; i++) {
        if (chosen.has(labels.data[i] ?? 0)) continue;
        for (let c = 4 * i; c < 4 * i + 3; c++) data[c] = (data[c] ?? 0) * 0.4;
      }
      return new ImageData(data, image.width, image.height);
    },
    [stage, labels, chosen, comparison],
  );
}
