import type { ReactNode } from 'react';
import { isMadeFor, kindWords } from '../../engine/models/picture-kinds.ts';
import { wantsCells } from '../../engine/recipe.ts';
import type { ShownStage } from '../../engine/stages/shown.ts';
import { kindOfSelected } from '../../state/fitting.ts';
import { selectedItem } from '../../state/tray.ts';
import { useStudio } from '../desk.ts';
import { DreamExample } from './DreamExample.tsx';

/**
 * What each pane says while it has no picture, with the way to get one.
 *
 * @param large the pane where most see what concerns the picture as a whole.
 */
export function useEmptyNotes(large: ShownStage): Partial<Record<ShownStage, ReactNode>> {
  const isDreaming = useStudio((state) => state.recipe.dream.enabled);
  const item = useStudio(selectedItem);
  const hasModel = useStudio((state) => state.recipe.colour.model !== 'none');
  const stages = useStudio((state) => state.stages);
  const progress = useStudio((state) => state.progress);
  const isStarting = useStudio((state) => state.models === null && !state.isDeviceMissing);
  const tryAgain = useStudio((state) => state.tryAgain);
  const change = useStudio((state) => state.changeDream);
  const changeCells = useStudio((state) => state.changeCells);
  const looksForCells = useStudio(({ recipe }) => wantsCells(recipe));
  const kind = useStudio(kindOfSelected);
  const hasFitting = useStudio(({ models }) =>
    models?.some((model) => kind && model.kinds && isMadeFor(model, kind)),
  );

  // What concerns the picture as a whole.
  if (!item || item.sentence) {
    return { [large]: item?.sentence ?? (isStarting ? 'Starting' : 'Drop a picture anywhere, or add one') };
  }

  const withButton = (words: string, button: string, act: () => void) => (
    <>
      {words}
      <button type="button" className="button" onClick={act}>
        {button}
      </button>
    </>
  );
  const colour = () => {
    if (stages.colour.state === 'working') return progress?.stage === 'colour' ? progress.words : 'Painting';
    if (!hasModel)
      return kind && !hasFitting
        ? `No model here was made for this (${kindWords[kind]}). Choose one to paint all the same.`
        : 'No model chosen';
    return stages.edges.state === 'ready' && withButton('Not painted', 'Paint', tryAgain);
  };
  const dream = () => {
    if (stages.dream.state === 'working')
      return progress?.stage === 'dream' ? progress.words : 'Waiting for the colours';
    if (!isDreaming) return <DreamExample onDream={() => change({ enabled: true })} />;
    return (
      stages.dream.state === 'empty' &&
      stages.edges.state === 'ready' &&
      withButton('Stopped', 'Dream again', tryAgain)
    );
  };
  const cells = () => {
    if (stages.cells.state === 'working')
      return progress?.stage === 'cells' ? progress.words : 'Waiting for the picture';
    if (!looksForCells)
      return withButton('Not looked for yet', 'Find cells', () => changeCells({ enabled: true }));
    return (
      stages.cells.state === 'empty' &&
      stages.edges.state === 'ready' &&
      withButton('Stopped', 'Find cells', tryAgain)
    );
  };
  return { cells: cells(), colour: colour(), dream: dream() };
}
