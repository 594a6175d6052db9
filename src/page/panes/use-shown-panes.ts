import { panes } from '../../engine/stages/shown.ts';
import { useStudio } from '../desk.ts';

const withoutDream = panes.filter(({ pane }) => pane !== 'dream');

/** The panes on the page: without a network to dream with there is no Dream. */
export const useShownPanes = () =>
  useStudio(({ dreamModels }) => (dreamModels && dreamModels.length > 0 ? panes : withoutDream));
