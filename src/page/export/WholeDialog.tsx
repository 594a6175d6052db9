import { useState } from 'react';
import type { Tasks } from '../../bridge/messages.ts';
import type { Progress } from '../../engine/render-event.ts';
import { selectedItem } from '../../state/tray.ts';
import { useDesk, useStudio } from '../desk.ts';
import { Dialog } from '../frame/Dialog.tsx';
import { JobFoot } from '../frame/JobFoot.tsx';
import { SelectRow } from '../inspector/SelectRow.tsx';
import { choosePlace } from './choose-place.ts';
import { saveBlob, sizeWords } from './save.ts';

type Stage = Tasks['exportWhole']['ask']['stage'];
type Format = Tasks['exportWhole']['ask']['format'];

const formats: readonly { value: Format; label: string }[] = [
  { value: 'tiff', label: 'OME-TIFF, with pixel size' },
  { value: 'png', label: 'PNG, for any program' },
];

interface WholeDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
}

const withoutEnding = (name: string) => name.replace(/(\.ome)?\.[^.]*$/i, '');

/** The whole picture at its file's own pixels, whatever its size, in one file. */
export default function WholeDialog({ open, onOpenChange }: WholeDialogProps) {
  const { session } = useDesk();
  const item = useStudio(selectedItem);
  const isPainting = useStudio((state) => state.recipe.colour.model !== 'none');
  const fault = useStudio((state) => state.alerts.find(({ id }) => id === 'export')?.sentence);
  const dismiss = useStudio((state) => state.dismiss);
  const [wanted, setWanted] = useState<Stage>('colour');
  const [format, setFormat] = useState<Format>('tiff');
  const [making, setMaking] = useState<Progress | null>(null);
  const [said, setSaid] = useState<string | null>(null);

  const choices: readonly { value: Stage; label: string }[] = [
    ...(isPainting ? [{ value: 'colour', label: 'Colour, generated' } as const] : []),
    { value: 'edges', label: 'Edges' },
  ];
  const stage = choices.some(({ value }) => value === wanted) ? wanted : 'edges';
  const { width, height } = item?.facts ?? { width: 0, height: 0 };
  const name = `${withoutEnding(item?.source.name ?? 'picture')}.${stage}.${format === 'tiff' ? 'ome.tif' : 'png'}`;

  const make = async () => {
    dismiss('export');
    setSaid(null);
    const place = await choosePlace(name, format);
    if (place === undefined) return;
    setMaking({ stage, words: 'Beginning', done: 0, of: 1 });
    const whole = await session.exportWhole(stage, format, place, setMaking);
    setMaking(null);
    if (!whole) return;
    if (whole.blob) saveBlob(name, whole.blob);
    const bytes = whole.blob?.size ?? (await place?.getFile())?.size ?? 0;
    setSaid(`Saved ${place?.name ?? name}: ${width} × ${height}, ${sizeWords(bytes)}.`);
  };

  return (
    <Dialog title="Whole picture" open={open} onOpenChange={onOpenChange}>
      <p>
        All {width.toLocaleString('en')} × {height.toLocaleString('en')} pixels of the file, not only the part
        on screen, made in tiles and written as they come, compressed, with the recipe and the model’s hash
        inside: an OME-TIFF (BigTIFF) or a PNG. Drop it here again, and it offers its recipe.
      </p>
      <fieldset className="dialog-settings" disabled={making !== null}>
        <SelectRow label="What" value={stage} choices={choices} onChange={(next) => setWanted(next)} />
        <SelectRow label="As" value={format} choices={formats} onChange={(next) => setFormat(next)} />
      </fieldset>
      {fault && <p role="alert">{fault}</p>}
      <JobFoot label="Whole picture" progress={making} onCancel={session.cancel} said={said}>
        <button
          type="button"
          className="button button-main"
          disabled={item?.facts === undefined || item.facts === null}
          onClick={() => void make()}
        >
          Export
        </button>
      </JobFoot>
    </Dialog>
  );
}
