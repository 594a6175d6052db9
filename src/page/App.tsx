import './frame/tokens.css';
import './frame/reset.css';
import './frame/controls.css';
import './frame/dialog.css';

import { Tooltip } from 'radix-ui';
import { lazy, useCallback, useState } from 'react';
import { useStudio } from './desk.ts';
import { Alerts } from './frame/Alerts.tsx';
import { Announcer } from './frame/Announcer.tsx';
import { Sheets } from './frame/Sheets.tsx';
import { StatusLine } from './frame/StatusLine.tsx';
import { TopBar } from './frame/TopBar.tsx';
import { useShortcuts } from './frame/use-shortcuts.ts';
import { WhenOpened } from './frame/WhenOpened.tsx';
import { Recipe } from './inspector/Recipe.tsx';
import { Panes } from './panes/Panes.tsx';
import { ViewBar } from './panes/ViewBar.tsx';
import { SharedOffer } from './share/SharedOffer.tsx';
import { DropZone } from './tray/DropZone.tsx';
import { Tray } from './tray/Tray.tsx';
import './frame/app.css';

const HelpDialog = lazy(() => import('./frame/HelpDialog.tsx'));
const TrainDialog = lazy(() => import('./training/TrainDialog.tsx'));

/** The frame: tray, panes, recipe, status line. */
export function App() {
  const sheet = useStudio((state) => state.sheet);
  const isTrainerOpen = useStudio((state) => state.isTrainerOpen);
  const [helping, setHelping] = useState(false);
  const help = useCallback(() => setHelping(true), []);
  useShortcuts(help);
  return (
    <Tooltip.Provider delayDuration={400}>
      <div className="app" data-sheet={sheet ?? undefined}>
        <TopBar onHelp={help} />
        <Tray />
        <main className="stage" aria-label="Panes">
          <Panes />
          <Alerts />
          <SharedOffer />
          <ViewBar />
        </main>
        <Recipe />
        <Sheets />
        <StatusLine />
        <DropZone />
        <Announcer />
        <WhenOpened open={isTrainerOpen}>
          <TrainDialog />
        </WhenOpened>
        <WhenOpened open={helping}>
          <HelpDialog open={helping} onOpenChange={setHelping} />
        </WhenOpened>
      </div>
    </Tooltip.Provider>
  );
}
