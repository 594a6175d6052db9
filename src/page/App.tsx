import './frame/tokens.css';
import './frame/reset.css';
import './frame/controls.css';
import './frame/dialog.css';

import { Tabs, Tooltip } from 'radix-ui';
import { lazy, useCallback, useState } from 'react';
import { panes } from '../engine/stages/shown.ts';
import { useStudio } from './desk.ts';
import { Alerts } from './frame/Alerts.tsx';
import { Announcer } from './frame/Announcer.tsx';
import { Drawer } from './frame/Drawer.tsx';
import { Sheets } from './frame/Sheets.tsx';
import { StageStrip } from './frame/StageStrip.tsx';
import { StatusLine } from './frame/StatusLine.tsx';
import { TopBar } from './frame/TopBar.tsx';
import { useFullScreen } from './frame/use-full-screen.ts';
import { useHandRests } from './frame/use-hand-rests.ts';
import { useShortcuts } from './frame/use-shortcuts.ts';
import { Welcome } from './frame/Welcome.tsx';
import { WhenOpened } from './frame/WhenOpened.tsx';
import { Inspector } from './inspector/Inspector.tsx';
import { Panes } from './panes/Panes.tsx';
import { ViewBar } from './panes/ViewBar.tsx';
import { DropZone } from './tray/DropZone.tsx';
import { Tray } from './tray/Tray.tsx';
import './frame/app.css';

const SharedOffer = lazy(() => import('./share/SharedOffer.tsx'));
const HelpDialog = lazy(() => import('./frame/HelpDialog.tsx'));
const LiveBar = lazy(() => import('./live/LiveBar.tsx'));
const TrainDialog = lazy(() => import('./training/TrainDialog.tsx'));

/** The frame: the stages, tray, panes, inspector, drawer, status line. */
export function App() {
  const sheet = useStudio((state) => state.sheet);
  const isPresenting = useStudio((state) => state.isPresenting);
  const chosen = useStudio((state) => state.chosen);
  const choose = useStudio((state) => state.chooseStage);
  const isTrainerOpen = useStudio((state) => state.isTrainerOpen);
  const isLive = useStudio((state) => state.live !== null);
  const hasOffer = useStudio((state) => state.offer !== null);
  const [helping, setHelping] = useState(false);
  const help = useCallback(() => setHelping(true), []);
  useShortcuts(help);
  useHandRests();
  useFullScreen();
  return (
    <Tooltip.Provider delayDuration={400}>
      <Tabs.Root
        className="app"
        data-sheet={sheet ?? undefined}
        data-presenting={isPresenting || undefined}
        value={chosen}
        onValueChange={(next) => {
          const one = panes.find(({ stage }) => stage === next);
          if (one) choose(one.stage);
        }}
      >
        <TopBar onHelp={help} />
        <StageStrip />
        <Tray />
        <main className="stage" aria-label="Panes">
          <Welcome />
          <Panes />
          <div className="view-foot">
            <Alerts />
            <WhenOpened open={hasOffer}>
              <SharedOffer />
            </WhenOpened>
            {isLive && (
              <WhenOpened open>
                <LiveBar />
              </WhenOpened>
            )}
            <ViewBar />
          </div>
        </main>
        <Inspector />
        <Drawer />
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
      </Tabs.Root>
    </Tooltip.Provider>
  );
}
