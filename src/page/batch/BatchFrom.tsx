import { Folder } from 'lucide-react';
import { useStudio } from '../desk.ts';
import { ChoiceRow } from '../inspector/ChoiceRow.tsx';
import { CheckRow } from './CheckRow.tsx';
import { canChooseFolders, canDropFolders } from './choose-folder.ts';
import type { ChosenFolder } from './pictures-of.ts';

export type From = 'tray' | 'folder';

interface BatchFromProps {
  from: From;
  onFrom(from: From): void;
  /** Ids of the tray's pictures that are left out. */
  leftOut: ReadonlySet<string>;
  onToggle(id: string): void;
  folder: ChosenFolder | null;
  onChoose(): void;
  onFiles(files: readonly File[]): void;
}

const counted = (count: number) => (count === 1 ? 'one picture' : `${count} pictures`);

/** Which pictures a batch works on: those of the tray, or a folder that never comes into it. */
export function BatchFrom({ from, onFrom, leftOut, onToggle, folder, onChoose, onFiles }: BatchFromProps) {
  const items = useStudio((state) => state.items);
  const readable = items.filter(({ state }) => state !== 'error');
  return (
    <>
      <ChoiceRow
        label="Pictures"
        about="batchPictures"
        value={from}
        choices={[
          { value: 'tray', label: 'Of the tray' },
          { value: 'folder', label: 'A folder' },
        ]}
        onChange={onFrom}
      />
      {from === 'tray' && (
        <ul className="batch-tray" aria-label="Pictures of the tray">
          {readable.map(({ source: { id, name } }) => (
            <li key={id}>
              <CheckRow label={name} checked={!leftOut.has(id)} onChange={() => onToggle(id)} />
            </li>
          ))}
        </ul>
      )}
      {from === 'folder' && (
        <>
          {canChooseFolders() ? (
            <button type="button" className="button" onClick={onChoose}>
              <Folder aria-hidden />
              Choose the pictures’ folder
            </button>
          ) : (
            <label className="button">
              <Folder aria-hidden />
              Choose the pictures’ folder
              <input
                type="file"
                className="visually-hidden"
                multiple
                ref={(input) => input?.setAttribute('webkitdirectory', '')} // React knows no such property
                onKeyDown={({ key, currentTarget }) => key === 'Enter' && currentTarget.click()}
                onChange={({ target }) => {
                  onFiles([...(target.files ?? [])]);
                  target.value = '';
                }}
              />
            </label>
          )}
          <p className="row-hint">
            {folder
              ? `${folder.name}: ${counted(folder.pictures.length)}, with those in its folders.`
              : `${canDropFolders() ? 'Or drop a folder here. ' : ''}Its pictures do not come into the tray.`}
          </p>
        </>
      )}
    </>
  );
}
