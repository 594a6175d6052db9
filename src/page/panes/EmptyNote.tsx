import type { ReactNode } from 'react';
import { isMadeFor, kindWords } from '../../engine/models/picture-kinds.ts';
import { wantsCells } from '../../engine/recipe.ts';
import type { ShownStage } from '../../engine/stages/shown.ts';
import { kindOfSelected } from '../../state/fitting.ts';
import { selectedItem } from '../../state/tray.ts';
import { useStudio } from '../desk.ts';
import { DreamExample } from './DreamExample.tsx';

/**
 * What a pane says while it has no picture, with the way to get one.
 *
 * @param isChosen what concerns the picture as a whole stands in the pane where most see it.
 */
export function EmptyNote({ stage, isChosen }: { stage: ShownStage; isChosen: boolean }) {
  const item = useStudio(selectedItem);
  const isStarting = useStudio((state) => state.models === null && !state.isDeviceMissing);
  if (!item || item.sentence) {
    return isChosen ? (
      <Note isLong>
        {item?.sentence ?? (isStarting ? 'Starting' : 'Drop a picture anywhere, or add one')}
      </Note>
    ) : null;
  }
  if (stage === 'cells') return <NoCells />;
  if (stage === 'colour') return <NoColour />;
  return stage === 'dream' ? <NoDream /> : null;
}

/** @param isLong a small pane scrolls it, and keys have to reach it. */
const Note = ({ children, isLong = false }: { children: ReactNode; isLong?: boolean }) => (
  <div className="pane-empty" tabIndex={isLong ? 0 : undefined}>
    {children}
  </div>
);

function NoteWithButton({ words, button, act }: { words: string; button: string; act: () => void }) {
  return (
    <Note>
      <span className="pane-empty-words">{words}</span>
      <button type="button" className="button" onClick={act}>
        {button}
      </button>
    </Note>
  );
}

/** What runs of a stage, in words; null while nothing does. @param waiting while it has not begun. */
const useWorking = (stage: ShownStage, waiting: string) =>
  useStudio(({ stages, progress }) => {
    if (stages[stage].state !== 'working') return null;
    return progress?.stage === stage ? progress.words : waiting;
  });

/** The stage ended without a picture, though it could have made one. */
const useStopped = (stage: ShownStage) =>
  useStudio(({ stages }) => stages[stage].state === 'empty' && stages.edges.state === 'ready');

function NoColour() {
  const working = useWorking('colour', 'Painting');
  const hasModel = useStudio((state) => state.recipe.colour.model !== 'none');
  const hasEdges = useStudio((state) => state.stages.edges.state === 'ready');
  const tryAgain = useStudio((state) => state.tryAgain);
  const kind = useStudio(kindOfSelected);
  const hasFitting = useStudio(({ models }) =>
    models?.some((model) => kind && model.kinds && isMadeFor(model, kind)),
  );
  if (working !== null) return <Note>{working}</Note>;
  if (!hasModel) {
    return kind && !hasFitting ? (
      <Note isLong>
        No model here was made for this ({kindWords[kind]}). Choose one to paint all the same.
      </Note>
    ) : (
      <Note>No model chosen</Note>
    );
  }
  return hasEdges ? <NoteWithButton words="Not painted" button="Paint" act={tryAgain} /> : null;
}

function NoDream() {
  const working = useWorking('dream', 'Waiting for the colours');
  const isDreaming = useStudio((state) => state.recipe.dream.enabled);
  const isStopped = useStopped('dream');
  const change = useStudio((state) => state.changeDream);
  const tryAgain = useStudio((state) => state.tryAgain);
  if (working !== null) return <Note>{working}</Note>;
  if (!isDreaming) {
    return (
      <Note>
        <DreamExample onDream={() => change({ enabled: true })} />
      </Note>
    );
  }
  return isStopped ? <NoteWithButton words="Stopped" button="Dream again" act={tryAgain} /> : null;
}

function NoCells() {
  const working = useWorking('cells', 'Waiting for the picture');
  const looksForCells = useStudio(({ recipe }) => wantsCells(recipe));
  const isStopped = useStopped('cells');
  const change = useStudio((state) => state.changeCells);
  const tryAgain = useStudio((state) => state.tryAgain);
  if (working !== null) return <Note>{working}</Note>;
  if (!looksForCells) {
    const find = () => change({ enabled: true });
    return <NoteWithButton words="Not looked for yet" button="Find cells" act={find} />;
  }
  return isStopped ? <NoteWithButton words="Stopped" button="Find cells" act={tryAgain} /> : null;
}
