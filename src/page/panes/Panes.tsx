import { type CSSProperties, type ReactNode, useRef } from 'react';
import type { Pane as PaneKind } from '../../engine/stages/shown.ts';
import { selectedItem } from '../../state/tray.ts';
import { useStudio } from '../desk.ts';
import { usePicture } from '../use-picture.ts';
import { arrangement } from './arrangement.ts';
import { DreamTools } from './DreamTools.tsx';
import { Generated } from './Generated.tsx';
import { Pane } from './Pane.tsx';
import { PenTools } from './PenTools.tsx';
import { useShownPanes } from './use-shown-panes.ts';
import { useSize } from './use-size.ts';
import './panes.css';
import './tools.css';

/** The panes, linked in zoom and place. */
export function Panes() {
  const stage = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(stage);
  const enlarged = useStudio((state) => state.enlarged);
  const panes = useShownPanes();
  const isPainted = useStudio(({ recipe }) => recipe.dream.enabled && recipe.dream.mask === 'painted');
  const isDreaming = useStudio((state) => state.recipe.dream.enabled);
  const arranged = arrangement(width, height, panes.length, enlarged !== null);
  const large = arranged.kind === 'grid' ? null : (enlarged ?? (isDreaming ? 'dream' : 'colour'));
  const painter = useStudio(({ models, paintedBy }) => models?.find(({ id }) => id === paintedBy));
  const hasColour = usePicture('colour') !== undefined;
  const hasDream = usePicture('dream') !== undefined;
  const dreamer = useStudio(({ dreamModels, recipe }) =>
    dreamModels?.find(({ id }) => id === recipe.dream.model),
  );
  const item = useStudio(selectedItem);
  const hasModel = useStudio((state) => state.recipe.colour.model !== 'none');
  const stages = useStudio((state) => state.stages);
  const progress = useStudio((state) => state.progress);
  const isStarting = useStudio((state) => state.models === null && !state.isDeviceMissing);
  const tryAgain = useStudio((state) => state.tryAgain);

  const stopped = (words: string, again: string) => (
    <>
      {words}
      <button type="button" className="button" onClick={tryAgain}>
        {again}
      </button>
    </>
  );
  const colourNote = () => {
    if (!item || item.sentence) return null;
    if (stages.colour.state === 'working') return progress?.stage === 'colour' ? progress.words : 'Painting';
    if (!hasModel) return 'No model chosen';
    return stages.edges.state === 'ready' && stopped('Not painted', 'Paint');
  };
  const climb = useStudio((state) => state.changeDream);
  const begin = (
    <>
      Not dreamed yet
      <button type="button" className="button" onClick={() => climb({ enabled: true })}>
        Dream
      </button>
    </>
  );
  const dreamNote = () => {
    if (!item || item.sentence) return null;
    if (stages.dream.state === 'working')
      return progress?.stage === 'dream' ? progress.words : 'Waiting for the colours';
    if (!isDreaming) return begin;
    return (
      stages.dream.state === 'empty' && stages.edges.state === 'ready' && stopped('Stopped', 'Dream again')
    );
  };
  const notes: Partial<Record<PaneKind, ReactNode>> = {
    colour: colourNote(),
    dream: dreamNote(),
    // What concerns the picture as a whole stands where most see it.
    ...((!item || item.sentence) && {
      [large ?? 'input']: item?.sentence ?? (isStarting ? 'Starting' : 'Drop a picture anywhere, or add one'),
    }),
  };
  const counts = {
    '--columns': arranged.kind === 'grid' ? arranged.columns : undefined,
    '--others': panes.length - 1,
  } as CSSProperties; // React's type knows no custom properties
  return (
    <div ref={stage} className="panes" data-arrangement={arranged.kind} style={counts}>
      {panes.map((one) => (
        <Pane
          key={one.pane}
          {...one}
          isLarge={one.pane === large}
          isMeasured={one.pane === (large ?? 'colour')}
          emptyNote={notes[one.pane]}
        >
          {one.pane === 'edges' && <PenTools pane="edges" />}
          {one.pane === 'dream' && isPainted && <PenTools pane="dream" />}
          {one.pane === 'colour' && painter && hasColour && <Generated painter={painter} />}
          {one.pane === 'dream' && <DreamTools />}
          {one.pane === 'dream' && hasDream && dreamer && (
            <p className="generated generated-dream">
              <b>Generated</b> by dreaming with {dreamer.title}
            </p>
          )}
        </Pane>
      ))}
    </div>
  );
}
