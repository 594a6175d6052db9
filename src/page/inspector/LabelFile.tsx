import { X } from 'lucide-react';
import { useDesk, useStudio } from '../desk.ts';
import { FileButton } from '../frame/FileButton.tsx';
import { IconButton } from '../frame/IconButton.tsx';
import { agreementColours } from '../panes/compared.ts';
import { About } from './About.tsx';
import { ChoiceRow } from './ChoiceRow.tsx';
import './label-file.css';

const kinds = [
  { of: 'matched', words: 'in both' },
  { of: 'missed', words: 'only in the file' },
  { of: 'extra', words: 'only found here' },
] as const;

/** How many cells are in both, in one or in the other, in the colours of their outlines. */
function Agreement() {
  const comparison = useStudio((state) => state.comparison);
  if (!comparison) return null;
  const { figures, matched, missed, extra } = comparison;
  const counts = { matched: matched.length, missed: missed.length, extra: extra.length };
  return (
    <>
      <ul className="agreement">
        {kinds.map(({ of, words }) => (
          <li key={of}>
            <span
              className="agreement-colour"
              style={{ background: `rgb(${agreementColours[of].join(' ')})` }}
              aria-hidden
            />
            <b>{counts[of]}</b> {words}
          </li>
        ))}
      </ul>
      <p className="row-hint">
        {figures
          ? `The file has ${counts.matched + counts.missed} cells, ${counts.matched + counts.extra} were found; AP50 ${figures.ap50.toFixed(2)}, AJI ${figures.aji.toFixed(2)}.`
          : 'Neither the file nor the picture has a cell.'}
      </p>
    </>
  );
}

/** Cells that someone else found: compared with those that are found here, or shown in their place. */
export function LabelFile() {
  const { session } = useDesk();
  const selected = useStudio((state) => state.selected);
  const beside = useStudio(({ labels, selected }) => (selected === null ? undefined : labels[selected]));
  const show = useStudio((state) => state.showLabels);
  const take = useStudio((state) => state.takeLabels);
  if (selected === null) return null;
  return (
    <section className="label-file" aria-label="Cells from a file">
      <span className="row-head">
        <span className="row-label">Cells from a file</span>
        <About of="labelFile" name="Cells from a file" />
        {!beside && (
          <FileButton
            label="Open"
            accept=".tif,.tiff,.png,.geojson,.json,.zip"
            onFiles={([file]) => file && session.giveLabels(file)}
          />
        )}
      </span>
      {beside && (
        <>
          <p className="label-file-name">
            <span>{beside.file.name}</span>
            <IconButton label="Remove the file of cells" icon={<X />} onClick={() => take(selected)} />
          </p>
          <ChoiceRow
            label="Do what"
            value={beside.areShown ? 'show' : 'compare'}
            choices={[
              { value: 'compare', label: 'Compare' },
              { value: 'show', label: 'Use these cells' },
            ]}
            onChange={(choice) => show(selected, choice === 'show')}
          />
          <Agreement />
        </>
      )}
    </section>
  );
}
