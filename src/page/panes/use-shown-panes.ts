import { panes } from '../../engine/stages/shown.ts';
import { useStudio } from '../desk.ts';

const without = (...left: readonly string[]) => panes.filter(({ pane }) => !left.includes(pane));
const [withoutCells, withoutDream, neither] = [without('cells'), without('dream'), without('cells', 'dream')];

/**
 * The panes on the page: without a network to dream with there is no Dream, and no Cells where no model tells them apart.
 * Until that is known all of them stand there, so that none moves when it is.
 */
export const useShownPanes = () =>
  useStudio(({ models, isDeviceMissing, dreamModels, cellModels }) => {
    if (models === null && !isDeviceMissing) return panes;
    const canDream = dreamModels !== null && dreamModels.length > 0;
    if (cellModels.length > 0) return canDream ? panes : withoutDream;
    return canDream ? withoutCells : neither;
  });
