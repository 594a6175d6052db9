import type { BatchFile } from '../../engine/batch/files.ts';
import type { FigureLooks } from '../../engine/figure/plan.ts';
import { panes } from '../../engine/stages/shown.ts';
import type { Wish } from '../../state/rendering.ts';
import { FigureDialog } from '../figure/FigureDialog.tsx';

interface FigureOfBatchProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  pictures: readonly Wish[];
  /** What the batch wrote of each. */
  files: readonly BatchFile[];
}

/** A figure of pictures of a batch: at first of all that were ticked, with the stages that it wrote beside the input. */
export default function FigureOfBatch({ files, pictures, ...dialog }: FigureOfBatchProps) {
  const usual = (): FigureLooks['columns'] =>
    panes.map(({ pane }) => pane).filter((pane) => pane === 'input' || files.includes(pane));
  return (
    <FigureDialog
      {...dialog}
      pictures={pictures}
      initial={pictures.map(({ source }) => source.id)}
      usual={usual}
    />
  );
}
