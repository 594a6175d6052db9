import { Dices, FlaskConical, Images, Plus, RotateCcw } from 'lucide-react';
import { lazy, useState } from 'react';
import { useDesk, useStudio } from '../desk.ts';
import { FileButton } from '../frame/FileButton.tsx';
import { WhenOpened } from '../frame/WhenOpened.tsx';
import { CameraButton } from '../live/CameraButton.tsx';
import { TrayPicture } from './TrayPicture.tsx';
import './tray.css';

const SamplesDialog = lazy(() => import('./SamplesDialog.tsx'));

/** The pictures to work on, and the ways to get more. */
export function Tray() {
  const { session } = useDesk();
  const items = useStudio((state) => state.items);
  const unreadable = useStudio((state) => state.items.filter((item) => item.state === 'error').length);
  const removeUnreadable = useStudio((state) => state.removeUnreadable);
  const startFresh = useStudio((state) => state.startFresh);
  const openDrawer = useStudio((state) => state.openDrawer);
  const openSheet = useStudio((state) => state.openSheet);
  const [choosing, setChoosing] = useState(false);
  return (
    <aside className="tray" aria-label="Tray">
      <div className="tray-sources">
        <FileButton label="Add images" icon={<Plus aria-hidden />} multiple onFiles={session.addFiles} />
        <button type="button" className="button" onClick={() => setChoosing(true)}>
          <FlaskConical aria-hidden />
          Samples
        </button>
        <button
          type="button"
          className="button"
          title="Draw a new dish"
          onClick={() => void session.newDish()}
        >
          <Dices aria-hidden />
          New dish
        </button>
        <CameraButton />
        <button
          type="button"
          className="button"
          title="Work on many pictures, or on a folder"
          onClick={() => {
            openSheet(null);
            openDrawer('Batch');
          }}
        >
          <Images aria-hidden />
          Batch
        </button>
      </div>
      <ul className="tray-list" aria-label="Images">
        {items.map((item) => (
          <TrayPicture key={item.source.id} item={item} />
        ))}
      </ul>
      {unreadable > 0 && (
        <button type="button" className="link tray-unreadable" onClick={removeUnreadable}>
          {unreadable === 1
            ? 'Remove the one that cannot be read'
            : `Remove ${unreadable} that cannot be read`}
        </button>
      )}
      {items.length > 0 && (
        <button
          type="button"
          className="button-quiet tray-fresh"
          title="Empty the tray and reset every setting. Undo brings all back."
          onClick={startFresh}
        >
          <RotateCcw aria-hidden />
          Start fresh
        </button>
      )}
      <WhenOpened open={choosing}>
        <SamplesDialog open={choosing} onOpenChange={setChoosing} />
      </WhenOpened>
    </aside>
  );
}
