import { useRef } from 'react';
import { selectedItem } from '../../state/tray.ts';
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
  if (isEnlarged || width < 640) return 'beside';
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
  const item = useStudio(selectedItem);
  const hasModel = useStudio((state) => state.recipe.colour.model !== 'none');
  const stages = useStudio((state) => state.stages);
  const progress = useStudio((state) => state.progress);
  const isStarting = useStudio((state) => state.models === null && !state.isDeviceMissing);
  const tryAgain = useStudio((state) => state.tryAgain);

  const stopped = (
    <>
      Not painted
      <button type="button" className="button" onClick={tryAgain}>
        Paint
      </button>
    </>
  );
  const colourNote = () => {
    if (!item || item.sentence) return null;
    if (stages.colour.state === 'working') return progress?.stage === 'colour' ? progress.words : 'Painting';
    if (!hasModel) return 'No model chosen';
    return stages.edges.state === 'ready' && stopped;
  };
  const notes = {
    input: item ? item.sentence : isStarting ? 'Starting' : 'Drop a picture anywhere, or add one',
    edges: null,
    colour: colourNote(),
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
