import { Tabs } from 'radix-ui';
import { type ComponentType, lazy } from 'react';
import { panes, type ShownStage } from '../../engine/stages/shown.ts';
import { WhenOpened } from '../frame/WhenOpened.tsx';
import { ColourSettings } from './ColourSettings.tsx';
import { EdgesSettings } from './EdgesSettings.tsx';
import { InputSettings } from './InputSettings.tsx';
import './inspector.css';

const CellsSettings = lazy(() => import('./CellsSettings.tsx'));
const DreamSettings = lazy(() => import('./DreamSettings.tsx'));

const settings: Readonly<Record<ShownStage, ComponentType>> = {
  develop: InputSettings,
  edges: EdgesSettings,
  cells: CellsSettings,
  colour: ColourSettings,
  dream: DreamSettings,
};

/** The settings of the chosen stage. */
export function Inspector() {
  return (
    <aside className="inspector" aria-label="Inspector">
      {panes.map(({ stage }) => {
        const Settings = settings[stage];
        return (
          <Tabs.Content key={stage} value={stage} className="inspector-page" tabIndex={-1}>
            <WhenOpened open>
              <Settings />
            </WhenOpened>
          </Tabs.Content>
        );
      })}
    </aside>
  );
}
