import { ChevronDown, ChevronUp } from 'lucide-react';
import { type ComponentType, lazy, useEffect } from 'react';
import { KEPT_BATCH } from '../../state/batch/kept-flag.ts';
import { useStudio } from '../desk.ts';
import { WhenOpened } from './WhenOpened.tsx';
import './drawer.css';

const pages: readonly { name: string; Content: ComponentType }[] = [
  { name: 'Cells', Content: lazy(() => import('../cells/CellsTable.tsx')) },
  { name: 'Structure', Content: lazy(() => import('../inspector/StructurePlot.tsx')) },
  { name: 'Batch', Content: lazy(() => import('../batch/BatchPage.tsx')) },
];

/** Plots and tables below the panes, closed at first. */
export function Drawer() {
  const open = useStudio((state) => state.drawer);
  const openDrawer = useStudio((state) => state.openDrawer);
  useEffect(() => {
    try {
      if (localStorage.getItem(KEPT_BATCH)) openDrawer('Batch'); // one that was not finished is to go on
    } catch {
      // Storage is blocked.
    }
  }, [openDrawer]);
  if (open === null) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on a small screen it scrolls, and keys have to reach it
    <div className="drawer" tabIndex={0}>
      {pages.map(({ name, Content }) => (
        <section key={name} id={`drawer-${name}`} aria-label={`${name}, drawer`} hidden={open !== name}>
          <WhenOpened open={open === name}>
            <Content />
          </WhenOpened>
        </section>
      ))}
    </div>
  );
}

/** The buttons that open the drawer. */
export function DrawerHandles() {
  const open = useStudio((state) => state.drawer);
  const openDrawer = useStudio((state) => state.openDrawer);
  return pages.map(({ name }) => {
    const isOpen = open === name;
    return (
      <button
        key={name}
        type="button"
        className="drawer-handle"
        aria-expanded={isOpen}
        aria-controls={isOpen ? `drawer-${name}` : undefined}
        onClick={() => openDrawer(isOpen ? null : name)}
      >
        {isOpen ? <ChevronDown aria-hidden /> : <ChevronUp aria-hidden />}
        {name}
      </button>
    );
  });
}
