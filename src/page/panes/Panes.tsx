import { type CSSProperties, type ReactNode, useRef } from 'react';
import type { ShownStage } from '../../engine/stages/shown.ts';
import { useStudio } from '../desk.ts';
import { usePicture } from '../use-picture.ts';
import { arrangement } from './arrangement.ts';
import { CropButton } from './CropButton.tsx';
import { captions } from './captions.ts';
import { DreamTools } from './DreamTools.tsx';
import { FoundCells, Generated, GeneratedDream } from './Generated.tsx';
import { Pane } from './Pane.tsx';
import { PenTools } from './PenTools.tsx';
import { useShownPanes } from './use-shown-panes.ts';
import { useSize } from './use-size.ts';
import './panes.css';
import './panes-narrow.css';
import './tools.css';

const badges: Partial<Record<ShownStage, ReactNode>> = {
  cells: <FoundCells />,
  colour: <Generated />,
  dream: <GeneratedDream />,
};

function MaskTools() {
  const isPainted = useStudio(({ recipe }) => recipe.dream.enabled && recipe.dream.mask === 'painted');
  return isPainted && <PenTools pane="dream" />;
}

const tools: Partial<Record<ShownStage, ReactNode>> = {
  develop: <CropButton />,
  edges: <PenTools pane="edges" />,
  cells: <PenTools pane="cells" />,
  dream: (
    <>
      <MaskTools />
      <DreamTools />
    </>
  ),
};

/** The panes, linked in zoom and place. None is ever taken away, they are only arranged. */
export function Panes() {
  const stage = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(stage);
  const panes = useShownPanes();
  const layout = useStudio((state) => state.layout);
  const chosen = useStudio((state) => state.chosen);
  const ofCells = useStudio((state) => state.paintedBy === 'cells');
  const input = usePicture('develop');
  const arranged = arrangement(width, height, panes.length, layout);
  const large = panes.some((one) => one.stage === chosen) ? chosen : 'colour';
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
          isLarge={arranged.kind !== 'grid' && one.stage === large}
          isChosen={one.stage === large}
          input={input}
          badge={badges[one.stage]}
          tools={tools[one.stage]}
          caption={
            one.stage === 'colour' && ofCells ? 'Colours of the cells that were found.' : captions[one.stage]
          }
        />
      ))}
    </div>
  );
}
