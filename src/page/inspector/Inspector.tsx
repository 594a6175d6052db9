import { Tabs } from 'radix-ui';
import { type ComponentType, lazy, useDeferredValue } from 'react';
import { panes, type ShownStage } from '../../engine/stages/shown.ts';
import { useStudio } from '../desk.ts';
import { WhenOpened } from '../frame/WhenOpened.tsx';
import { ColourSettings } from './ColourSettings.tsx';

import './inspector.css';

const EdgesSettings = lazy(() => import('./EdgesSettings.tsx'));
const InputSettings = lazy(() => import('./InputSettings.tsx'));
const CellsSettings = lazy(() => import('./CellsSettings.tsx'));
const DreamSettings = lazy(() => import('./DreamSettings.tsx'));

const settings: Readonly<Record<ShownStage, ComponentType>> = {
  develop: InputSettings,
  edges: EdgesSettings,
  cells: CellsSettings,
  colour: ColourSettings,
  dream: DreamSettings,
};

/** The settings of the chosen stage. They follow the panes a moment later: both at once keep the page from its next frame. */
export function Inspector() {
  const shown = useDeferredValue(useStudio((state) => state.chosen));
  return (
    <aside className="inspector" aria-label="Inspector">
      {panes.map(({ stage }) => {
        const Settings = settings[stage];
        return (
          <Tabs.Content key={stage} value={stage} className="inspector-page" tabIndex={-1}>
            <WhenOpened open={stage === shown}>
              <Settings />
            </WhenOpened>
          </Tabs.Content>
        );
      })}
    </aside>
  );
}
