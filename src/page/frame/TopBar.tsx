import { CircleQuestionMark, Moon, Presentation, Redo2, Sun, Undo2 } from 'lucide-react';
import { useStore } from 'zustand';
import { useDesk, useStudio } from '../desk.ts';
import { ExportMenu } from '../export/ExportMenu.tsx';
import { ShareButton } from '../share/ShareButton.tsx';
import { isDark } from '../theme.ts';
import { IconButton } from './IconButton.tsx';

/** The name, and what concerns the whole page. */
export function TopBar({ onHelp }: { onHelp(): void }) {
  const { studio } = useDesk();
  const canUndo = useStore(studio.temporal, ({ pastStates }) => pastStates.length > 0);
  const canRedo = useStore(studio.temporal, ({ futureStates }) => futureStates.length > 0);
  const theme = useStudio((state) => state.theme);
  const setTheme = useStudio((state) => state.setTheme);
  const present = useStudio((state) => state.present);
  const dark = isDark(theme);
  return (
    <header className="top-bar">
      <h1>Eosin</h1>
      <IconButton
        label="Undo"
        shortcut="Ctrl Z"
        icon={<Undo2 />}
        disabled={!canUndo}
        onClick={() => studio.temporal.getState().undo()}
      />
      <IconButton
        label="Redo"
        shortcut="Ctrl Shift Z"
        icon={<Redo2 />}
        disabled={!canRedo}
        onClick={() => studio.temporal.getState().redo()}
      />
      <span className="spring" />
      <IconButton
        label={dark ? 'Light theme' : 'Dark theme'}
        icon={dark ? <Sun /> : <Moon />}
        onClick={() => setTheme(dark ? 'light' : 'dark')}
      />
      <IconButton label="Help" shortcut="?" icon={<CircleQuestionMark />} onClick={onHelp} />
      <ShareButton />
      <IconButton label="Present" shortcut="F" icon={<Presentation />} onClick={() => present(true)} />
      <ExportMenu />
    </header>
  );
}
