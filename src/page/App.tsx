import './frame/tokens.css';
import './frame/controls.css';

import { Tooltip } from 'radix-ui';
import { useCallback, useState } from 'react';
import { useStudio } from './desk.ts';
import { Alerts } from './frame/Alerts.tsx';
import { Announcer } from './frame/Announcer.tsx';
import { HelpDialog } from './frame/HelpDialog.tsx';
import { Sheets } from './frame/Sheets.tsx';
import { StatusLine } from './frame/StatusLine.tsx';
import { TopBar } from './frame/TopBar.tsx';
import { useShortcuts } from './frame/use-shortcuts.ts';
import { Panes } from './panes/Panes.tsx';
import { ViewBar } from './panes/ViewBar.tsx';
import { Recipe } from './recipe/Recipe.tsx';
import { Trainer } from './training/Trainer.tsx';
import { DropZone } from './tray/DropZone.tsx';
import { Tray } from './tray/Tray.tsx';
import './frame/app.css';

/** The frame: tray, panes, recipe, status line. */
export function App() {
  const sheet = useStudio((state) => state.sheet);
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
          <ViewBar />
        </main>
        <Recipe />
        <Sheets />
        <StatusLine />
        <DropZone />
        <Announcer />
        <Trainer />
        <HelpDialog open={helping} onOpenChange={setHelping} />
      </div>
    </Tooltip.Provider>
  );
}
