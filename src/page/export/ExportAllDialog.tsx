import { useState } from 'react';
import type { Tasks } from '../../bridge/messages.ts';
import type { Progress } from '../../engine/render-event.ts';
import { useDesk, useStudio } from '../desk.ts';
import { Dialog } from '../frame/Dialog.tsx';
import { JobFoot } from '../frame/JobFoot.tsx';
import { SelectRow } from '../inspector/SelectRow.tsx';
import { save, sizeOf } from './save.ts';

type What = Tasks['exportAll']['ask']['what'];

interface ExportAllDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
}

const counted = (pictures: number) => (pictures === 1 ? 'one picture' : `${pictures} pictures`);

/** Every picture of the tray through the settings as they stand, in one file. */
export default function ExportAllDialog({ open, onOpenChange }: ExportAllDialogProps) {
  const { session } = useDesk();
  const count = useStudio(({ items }) => items.filter(({ state }) => state === 'ready').length);
  const isPainting = useStudio((state) => state.recipe.colour.model !== 'none');
  const isDreaming = useStudio((state) => state.recipe.dream.enabled);
  const fault = useStudio((state) => state.alerts.find(({ id }) => id === 'export')?.sentence);
  const dismiss = useStudio((state) => state.dismiss);
  const [wanted, setWanted] = useState<What>('sheet');
  const [making, setMaking] = useState<Progress | null>(null);
  const [made, setMade] = useState<Tasks['exportAll']['answer'] | null>(null);

  const choices: readonly { value: What; label: string }[] = [
    { value: 'sheet', label: 'All panes side by side' },
    { value: 'input', label: 'Input, as developed' },
    { value: 'edges', label: 'Edges' },
    ...(isPainting ? [{ value: 'colour', label: 'Colour, generated' } as const] : []),
    ...(isDreaming ? [{ value: 'dream', label: 'Dream, generated' } as const] : []),
  ];
  const what = choices.some(({ value }) => value === wanted) ? wanted : 'sheet';

  const make = async () => {
    dismiss('export');
    setMade(null);
    setMaking({ stage: 'decode', words: 'Beginning', done: 0, of: 1 });
    const all = await session.exportAll(what, setMaking);
    setMaking(null);
    if (!all) return;
    setMade(all);
    save(all.name, all.zip, 'zip');
  };

  return (
    <Dialog title="All pictures" open={open} onOpenChange={onOpenChange}>
      <p>
        A ZIP of PNGs, one for each picture of the tray, with the settings as they stand on the cards and what
        was drawn on each. Every PNG carries its recipe and the models’ hashes.
      </p>
      <fieldset className="dialog-settings" disabled={making !== null}>
        <SelectRow label="Of each" value={what} choices={choices} onChange={(next) => setWanted(next)} />
      </fieldset>
      {fault && <p role="alert">{fault}</p>}
      {made?.leftOut.map((sentence) => (
        <p key={sentence} role="alert">
          Left out: {sentence}
        </p>
      ))}
      <JobFoot
        label="All pictures"
        progress={making}
        onCancel={session.cancel}
        said={made && `Saved ${made.name}: ${counted(made.pictures)}, ${sizeOf(made.zip)}.`}
      >
        <button
          type="button"
          className="button button-main"
          disabled={count === 0}
          onClick={() => void make()}
        >
          Export {counted(count)}
        </button>
      </JobFoot>
    </Dialog>
  );
}
