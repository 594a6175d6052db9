import { useRef } from 'react';
import { useStudio } from '../desk.ts';
import { usePicture } from '../pictures.ts';
import { Pane } from './Pane.tsx';
import { SurgeonTools } from './SurgeonTools.tsx';
import { panes } from './stages.ts';
import { useSize } from './use-size.ts';
import './panes.css';

/** Names the arrangement for a stage of that shape: three in a row, or one large with two small beside or below. */
function arrangement(width: number, height: number, isEnlarged: boolean): 'row' | 'beside' | 'below' {
  const shape = width / height;
  if (shape < 0.8) return 'below';
  if (isEnlarged || shape < 1.15) return 'beside';
  return 'row';
}

/** Input, Edges and Colour, linked in zoom and place. */
export function Panes() {
  const stage = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(stage);
  const enlarged = useStudio((state) => state.enlarged);
  const shown = arrangement(width, height, enlarged !== null);
  const large = shown === 'row' ? null : (enlarged ?? 'colour');
  const painter = useStudio(({ models, paintedBy }) => models?.find(({ id }) => id === paintedBy));
  const hasColour = usePicture('colour') !== undefined;
  const isEmpty = useStudio((state) => state.items.length === 0);
  const wasStopped = useStudio(
    (state) => state.selected !== null && state.recipe.colour.model !== 'none' && state.models !== null,
  );
  const tryAgain = useStudio((state) => state.tryAgain);

  const notes = {
    input: isEmpty ? 'Drop a picture anywhere, or add one on the left' : null,
    edges: null,
    colour: wasStopped ? (
      <>
        Nothing painted
        <button type="button" className="button" onClick={tryAgain}>
          Paint
        </button>
      </>
    ) : isEmpty ? null : (
      'No model chosen'
    ),
  };
  return (
    <div ref={stage} className="panes" data-arrangement={shown} data-large={large ?? undefined}>
      {panes.map((one) => (
        <Pane key={one.pane} {...one} measured={one.pane === (large ?? 'colour')} emptyNote={notes[one.pane]}>
          {one.pane === 'edges' && <SurgeonTools />}
          {one.pane === 'colour' && painter && hasColour && (
            <p className="generated">
              <b>Generated</b> by {painter.title}
            </p>
          )}
        </Pane>
      ))}
    </div>
  );
}
