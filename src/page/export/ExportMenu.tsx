import { Download } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { lazy, useRef, useState } from 'react';
import type { Tasks } from '../../bridge/messages.ts';
import { panes } from '../../engine/stages/shown.ts';
import { useDesk, useStudio } from '../desk.ts';
import { WhenOpened } from '../frame/WhenOpened.tsx';
import { save } from './save.ts';

const FilmDialog = lazy(() => import('./FilmDialog.tsx'));
const ExportAllDialog = lazy(() => import('./ExportAllDialog.tsx'));
const WholeDialog = lazy(() => import('./WholeDialog.tsx'));

type What = Tasks['export']['ask']['what'];

/** What can be saved of what is on screen, each file with its recipe and the models' hashes inside. */
export function ExportMenu() {
  const { session } = useDesk();
  const stages = useStudio((state) => state.stages);
  const hasDreamNet = useStudio((state) => (state.dreamModels?.length ?? 0) > 0);
  const hasPictures = useStudio(({ items }) => items.some(({ state }) => state === 'ready'));
  const chosen = useStudio((state) => state.chosen);
  const partner = useStudio((state) => state.partner);
  const pixelUm = useStudio((state) => state.pixelUm);
  const wanted = useRef<'film' | 'all' | 'whole' | null>(null);
  const [open, setOpen] = useState<'film' | 'all' | 'whole' | null>(null);
  const has = {
    input: stages.develop.state === 'ready',
    edges: stages.edges.state === 'ready',
    cells: stages.cells.state === 'ready',
    colour: stages.colour.state === 'ready',
    dream: stages.dream.state === 'ready',
  };
  const [left, right] = panes.filter(({ stage }) => stage === chosen || stage === partner);
  const items: readonly { what: What; label: string; note: string; enabled: boolean }[] = [
    { what: 'input', label: 'Input', note: 'as developed', enabled: has.input },
    { what: 'edges', label: 'Edges', note: '0 and 255', enabled: has.edges },
    { what: 'cells', label: 'Cells', note: 'found by a network', enabled: has.cells },
    { what: 'colour', label: 'Colour', note: 'generated', enabled: has.colour },
    { what: 'dream', label: 'Dream', note: 'generated', enabled: has.dream },
    ...(left && right
      ? [
          {
            what: [left.pane, right.pane] as const,
            label: `${left.name} and ${right.name}`,
            note: pixelUm === null ? 'a pair' : 'a pair, with scale bar',
            enabled: has[left.pane] && has[right.pane],
          },
        ]
      : []),
    { what: 'sheet', label: 'Side by side sheet', note: 'all panes', enabled: has.edges },
    {
      what: 'layers',
      label: 'Sheet of dreams',
      note: 'layers by steps',
      enabled: has.input && hasDreamNet,
    },
  ];
  const take = async (what: What) => {
    const file = await session.exportPicture(what);
    if (file) save(file.name, file.png, 'png');
  };
  return (
    <>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger className="button button-main">
          <Download aria-hidden />
          <span>Export</span>
        </DropdownMenu.Trigger>
        <DropdownMenu.Content
          className="menu"
          align="end"
          sideOffset={6}
          collisionPadding={8}
          onCloseAutoFocus={() => {
            // Now, so that the dialog gives the focus back to the button, and not to an entry of a menu that is gone.
            if (wanted.current) setOpen(wanted.current);
            wanted.current = null;
          }}
        >
          {items.map(({ what, label, note, enabled }) => (
            <DropdownMenu.Item
              key={label}
              className="menu-item"
              disabled={!enabled}
              onSelect={() => void take(what)}
            >
              {label}
              <span className="menu-note">{note}</span>
            </DropdownMenu.Item>
          ))}
          <DropdownMenu.Item
            className="menu-item"
            disabled={!has.dream}
            onSelect={() => {
              wanted.current = 'film';
            }}
          >
            Film of the dream…
            <span className="menu-note">ascent or zoom</span>
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className="menu-item"
            disabled={!has.input}
            onSelect={() => {
              wanted.current = 'whole';
            }}
          >
            Whole picture…
            <span className="menu-note">true size, as OME-TIFF</span>
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className="menu-item"
            disabled={!hasPictures}
            onSelect={() => {
              wanted.current = 'all';
            }}
          >
            All pictures…
            <span className="menu-note">of the tray, as ZIP</span>
          </DropdownMenu.Item>
          <DropdownMenu.Label className="menu-foot">All with recipe and model hash inside</DropdownMenu.Label>
        </DropdownMenu.Content>
      </DropdownMenu.Root>
      <WhenOpened open={open === 'film'}>
        <FilmDialog open={open === 'film'} onOpenChange={() => setOpen(null)} />
      </WhenOpened>
      <WhenOpened open={open === 'whole'}>
        <WholeDialog open={open === 'whole'} onOpenChange={() => setOpen(null)} />
      </WhenOpened>
      <WhenOpened open={open === 'all'}>
        <ExportAllDialog open={open === 'all'} onOpenChange={() => setOpen(null)} />
      </WhenOpened>
    </>
  );
}
