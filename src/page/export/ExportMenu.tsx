import { Download } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { Tasks } from '../../bridge/messages.ts';
import { useDesk, useStudio } from '../desk.ts';

type What = Tasks['export']['ask']['what'];

/** Hands bytes to the browser's downloads. */
function save(name: string, png: Uint8Array<ArrayBuffer>) {
  const url = URL.createObjectURL(new Blob([png], { type: 'image/png' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // the download starts after this task
}

/** PNGs of what is on screen, each with its recipe and the model's hash inside. */
export function ExportMenu() {
  const { session } = useDesk();
  const stages = useStudio((state) => state.stages);
  const has = {
    input: stages.develop.state === 'ready',
    edges: stages.edges.state === 'ready',
    colour: stages.colour.state === 'ready',
    dream: stages.dream.state === 'ready',
  };
  const items: readonly { what: What; label: string; note: string; enabled: boolean }[] = [
    { what: 'input', label: 'Input', note: 'as developed', enabled: has.input },
    { what: 'edges', label: 'Edges', note: '0 and 255', enabled: has.edges },
    { what: 'colour', label: 'Colour', note: 'generated', enabled: has.colour },
    { what: 'dream', label: 'Dream', note: 'generated', enabled: has.dream },
    { what: 'sheet', label: 'Side by side sheet', note: 'all panes', enabled: has.edges },
  ];
  const take = async (what: What) => {
    const file = await session.exportPicture(what);
    if (file) save(file.name, file.png);
  };
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="button button-main">
        <Download aria-hidden />
        Export
      </DropdownMenu.Trigger>
      <DropdownMenu.Content className="menu" align="end" sideOffset={6} collisionPadding={8}>
        {items.map(({ what, label, note, enabled }) => (
          <DropdownMenu.Item
            key={what}
            className="menu-item"
            disabled={!enabled}
            onSelect={() => void take(what)}
          >
            {label}
            <span className="menu-note">{note}</span>
          </DropdownMenu.Item>
        ))}
        <DropdownMenu.Label className="menu-foot">PNG, with recipe and model hash inside</DropdownMenu.Label>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
