import { Images, SlidersHorizontal } from 'lucide-react';
import { useStudio } from '../desk.ts';

const sheets = [
  { sheet: 'images', name: 'Images', icon: <Images aria-hidden /> },
  { sheet: 'settings', name: 'Settings', icon: <SlidersHorizontal aria-hidden /> },
] as const;

/** On a narrow screen, opens tray or inspector below the panes, which stay in sight. */
export function Sheets() {
  const open = useStudio((state) => state.sheet);
  const openSheet = useStudio((state) => state.openSheet);
  return (
    <nav className="sheets" aria-label="Sheets">
      {sheets.map(({ sheet, name, icon }) => (
        <button
          key={sheet}
          type="button"
          className="button"
          aria-expanded={open === sheet}
          onClick={() => openSheet(open === sheet ? null : sheet)}
        >
          {icon}
          {name}
        </button>
      ))}
    </nav>
  );
}
