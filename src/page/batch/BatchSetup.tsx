import { Folder, Play } from 'lucide-react';
import { type DragEvent, useState } from 'react';
import { type BatchFile, isPaintedByNet } from '../../engine/batch/files.ts';
import { refusal, trayPictures } from '../../state/batch/plan.ts';
import { sentenceAbout } from '../../state/failure.ts';
import { mayBePainted } from '../../state/fitting.ts';
import { selectedItem } from '../../state/tray.ts';
import { useDesk, useStudio } from '../desk.ts';
import { About } from '../inspector/About.tsx';
import { ChoiceRow } from '../inspector/ChoiceRow.tsx';
import { SwitchRow } from '../inspector/SwitchRow.tsx';
import { BatchFrom, type From } from './BatchFrom.tsx';
import { CheckRow } from './CheckRow.tsx';
import { canChooseFolders, canDropFolders, chooseFolder, droppedFolder } from './choose-folder.ts';
import { besideResults, type ChosenFolder, folderOf, folderOfFiles } from './pictures-of.ts';
import { useBatch, useBatchState } from './use-batch.ts';

const choices: readonly { file: BatchFile; label: string }[] = [
  { file: 'input', label: 'Input' },
  { file: 'edges', label: 'Edges' },
  { file: 'cells', label: 'Cells' },
  { file: 'colour', label: 'Colour, generated' },
  { file: 'dream', label: 'Dream, generated' },
  { file: 'csv', label: 'Table of cells (CSV)' },
  { file: 'geojson', label: 'Outlines (GeoJSON)' },
  { file: 'rois', label: 'Outlines (RoiSet)' },
  { file: 'labels', label: 'Labels (TIFF)' },
];

const ONE_FOLDER =
  'The results cannot go into the folder of the pictures itself: choose another, or make one in it.';

/** What a batch is to do. */
export function BatchSetup() {
  const { studio } = useDesk();
  const batch = useBatch();
  const recipe = useStudio((state) => state.recipe);
  const items = useStudio((state) => state.items);
  const fault = useBatchState((state) => state.fault);
  /** The model that suits the picture on screen is not known before that was read. */
  const areSettingsKnown = useStudio((state) => {
    const item = selectedItem(state);
    return state.models !== null && (!item || item.state === 'error' || mayBePainted(state));
  });
  const [from, setFrom] = useState<From>('tray');
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set());
  const [folder, setFolder] = useState<ChosenFolder | null>(null);
  const [painters, setPainters] = useState<'desk' | 'kind'>('desk');
  const [wanted, setWanted] = useState<ReadonlySet<BatchFile>>(new Set(['edges', 'colour']));
  const [measures, setMeasures] = useState(false);
  const [place, setPlace] = useState<'zip' | 'folder'>('zip');
  const [to, setTo] = useState<FileSystemDirectoryHandle | null>(null);

  const isPainted = painters === 'kind' || recipe.colour.model !== 'none';
  const isMeasurable = painters === 'kind' || isPaintedByNet(recipe);
  const offered = choices.filter(({ file }) => file !== 'dream' || recipe.dream.enabled);
  const isOffered = (file: BatchFile) => file !== 'colour' || isPainted;
  const files = offered.map(({ file }) => file).filter((file) => wanted.has(file) && isOffered(file));
  const readable = items.filter(({ state }) => state !== 'error');
  const count =
    from === 'tray'
      ? readable.filter(({ source }) => !leftOut.has(source.id)).length
      : (folder?.pictures.length ?? 0);

  const say = (sentence: string | null) => batch.store.setState({ fault: sentence });
  const toggled = <T,>(set: ReadonlySet<T>, one: T) => {
    const next = new Set(set);
    if (!next.delete(one)) next.add(one);
    return next;
  };
  const take = async (handle: FileSystemDirectoryHandle | null) => {
    if (!handle) return;
    say(null);
    setFrom('folder');
    setFolder(await folderOf(handle));
  };
  /** Says what goes wrong, in place of an error that nobody sees. */
  const trying = (act: () => Promise<void>) =>
    void act().catch((error: unknown) => say(sentenceAbout('The folder', error)));

  const drop = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    const asked = droppedFolder(event.dataTransfer); // now: it is gone after the event
    event.preventDefault();
    trying(async () => {
      const handle = await asked;
      if (handle) await take(handle);
      else if (canDropFolders()) say('Drop one folder here, or choose it with the button.');
      else say('Folders cannot be dropped in this browser: choose one with the button.');
    });
  };

  const chooseResults = async () => {
    const handle = await chooseFolder('eosin-results', 'readwrite');
    if (handle) setTo(handle);
    return handle;
  };

  const start = async () => {
    say(null);
    const target = place === 'folder' ? (to ?? (await chooseResults())) : null;
    if (place === 'folder' && !target) return;
    const state = studio.getState();
    const isOfTray = from === 'tray';
    const pictures = isOfTray
      ? trayPictures(state, (id) => !leftOut.has(id))
      : folder && target
        ? await besideResults(folder, target)
        : (folder?.pictures ?? []);
    if (!pictures) return say(ONE_FOLDER);
    const wish = { files, measuresInvented: measures && isMeasurable };
    const why = refusal({ pictures, wish });
    if (why) return say(why);
    await batch.start({
      version: 1,
      id: Date.now().toString(36),
      pictures,
      from: isOfTray ? null : (folder?.handle ?? null),
      recipe: {
        ...state.recipe,
        edges: { ...state.recipe.edges, strokes: [] },
        cells: { ...state.recipe.cells, strokes: [] },
        dream: { ...state.recipe.dream, strokes: [] },
      },
      guide: state.guide,
      painters,
      modelFor: state.modelFor,
      wish,
      to: target,
    });
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a drop is one way of two, the button is the other
    <div className="batch-setup" onDrop={drop}>
      <div className="batch-column">
        <BatchFrom
          from={from}
          onFrom={setFrom}
          leftOut={leftOut}
          onToggle={(id) => setLeftOut(toggled(leftOut, id))}
          folder={folder}
          onChoose={() => trying(async () => take(await chooseFolder('eosin-pictures', 'read')))}
          onFiles={(chosen) => setFolder(folderOfFiles(chosen))}
        />
      </div>
      <fieldset className="batch-column batch-files">
        <legend>
          <span className="row-head">
            Write of each
            <About of="batchFiles" name="Write of each" />
          </span>
        </legend>
        {offered.map(({ file, label }) => (
          <CheckRow
            key={file}
            label={label}
            checked={wanted.has(file) && isOffered(file)}
            disabled={!isOffered(file)}
            onChange={() => setWanted(toggled(wanted, file))}
          />
        ))}
      </fieldset>
      <div className="batch-column">
        <ChoiceRow
          label="Settings"
          about="batchSettings"
          value={painters}
          choices={[
            { value: 'desk', label: 'As they stand' },
            { value: 'kind', label: 'By kind' },
          ]}
          onChange={(next) => setPainters(next)}
        />
        <SwitchRow
          label="Measure what is invented"
          about="batchInvented"
          note=""
          checked={measures && isMeasurable}
          disabled={!isMeasurable}
          onChange={setMeasures}
        />
        {canChooseFolders() && (
          <ChoiceRow
            label="Results"
            about="batchResults"
            value={place}
            choices={[
              { value: 'zip', label: 'In a ZIP' },
              { value: 'folder', label: 'In a folder' },
            ]}
            onChange={(next) => setPlace(next)}
          />
        )}
        {place === 'folder' && (
          <button
            type="button"
            className="button"
            onClick={() => trying(async () => void (await chooseResults()))}
          >
            <Folder aria-hidden />
            {to ? `Results go into ${to.name}` : 'Choose the results’ folder'}
          </button>
        )}
        <button
          type="button"
          className="button button-main batch-start"
          disabled={count === 0 || files.length === 0 || (painters === 'desk' && !areSettingsKnown)}
          onClick={() => trying(start)}
        >
          <Play aria-hidden />
          {count === 1 ? 'Start with one picture' : `Start with ${count} pictures`}
        </button>
        {fault && (
          <p className="batch-fault" role="alert">
            {fault}
          </p>
        )}
      </div>
    </div>
  );
}
