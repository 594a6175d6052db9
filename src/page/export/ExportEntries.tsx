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
const FigureOfTray = lazy(() => import('../figure/FigureOfTray.tsx'));

type Opened = 'film' | 'all' | 'whole' | 'figure';
type What = Tasks['export']['ask']['what'];
type Format = Tasks['export']['ask']['format'];

const formats: readonly { format: Format; label: string; note: string }[] = [
  { format: 'png', label: 'PNG', note: 'exact' },
  { format: 'jpg', label: 'JPEG', note: 'smaller' },
];

/** The entries of the export menu, and the dialogs that they open: loaded when the menu is first opened. */
export default function ExportEntries() {
  const { session } = useDesk();
  const stages = useStudio((state) => state.stages);
  const hasDreamNet = useStudio((state) => (state.dreamModels?.length ?? 0) > 0);
  const hasPictures = useStudio(({ items }) => items.some(({ state }) => state === 'ready'));
  const chosen = useStudio((state) => state.chosen);
  const partner = useStudio((state) => state.partner);
  const pixelUm = useStudio((state) => state.pixelUm);
  const wanted = useRef<Opened | null>(null);
  const [open, setOpen] = useState<Opened | null>(null);
  const [format, setFormat] = useState<Format>('png');
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
  const dialogs = [
    { opens: 'figure', label: 'Figure', note: 'for a paper', enabled: has.input, Part: FigureOfTray },
    {
      opens: 'film',
      label: 'Film of the dream',
      note: 'ascent or zoom',
      enabled: has.dream,
      Part: FilmDialog,
    },
    {
      opens: 'whole',
      label: 'Whole picture',
      note: 'true size, TIFF or PNG',
      enabled: has.input,
      Part: WholeDialog,
    },
    {
      opens: 'all',
      label: 'All pictures',
      note: 'of the tray, as ZIP',
      enabled: hasPictures,
      Part: ExportAllDialog,
    },
  ] as const;
  const take = async (what: What) => {
    const file = await session.exportPicture(what, format);
    if (file) save(file.name, file.bytes, format);
  };
  return (
    <>
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
        <DropdownMenu.RadioGroup
          className="menu-formats"
          aria-label="Format"
          value={format}
          onValueChange={(next) => setFormat(next === 'jpg' ? 'jpg' : 'png')}
        >
          {formats.map(({ format: value, label, note }) => (
            <DropdownMenu.RadioItem
              key={value}
              className="menu-item menu-format"
              value={value}
              onSelect={(event) => event.preventDefault()} // what is to be saved is still to be said
            >
              {label}
              <span className="menu-note">{note}</span>
            </DropdownMenu.RadioItem>
          ))}
        </DropdownMenu.RadioGroup>
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
        {dialogs.map(({ opens, label, note, enabled }) => (
          <DropdownMenu.Item
            key={opens}
            className="menu-item"
            disabled={!enabled}
            onSelect={() => {
              wanted.current = opens;
            }}
          >
            {label}…<span className="menu-note">{note}</span>
          </DropdownMenu.Item>
        ))}
        <DropdownMenu.Label className="menu-foot">All with recipe and model hash inside</DropdownMenu.Label>
      </DropdownMenu.Content>
      {dialogs.map(({ opens, Part }) => (
        <WhenOpened key={opens} open={open === opens}>
          <Part open={open === opens} onOpenChange={() => setOpen(null)} />
        </WhenOpened>
      ))}
    </>
  );
}
