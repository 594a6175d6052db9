import { Check } from 'lucide-react';
import { lazy, useState } from 'react';
import { isReadyOffline } from '../../state/offline.ts';
import { useStudio } from '../desk.ts';
import { WhenOpened } from '../frame/WhenOpened.tsx';
import './offline.css';

const OfflineDialog = lazy(() => import('./OfflineDialog.tsx'));

/** In the status line: whether the page works without a network. Nothing where the browser cannot keep it. */
export function OfflineTick() {
  const isPageKept = useStudio((state) => state.isPageKept);
  const isReady = useStudio(isReadyOffline);
  const [open, setOpen] = useState(false);
  if (!isPageKept) return null;
  return (
    <>
      <button
        type="button"
        className="link offline-tick"
        title={
          isReady
            ? 'Everything works without a network'
            : 'The page opens without a network; models may be missing'
        }
        onClick={() => setOpen(true)}
      >
        {isReady && <Check aria-hidden />}
        {isReady ? 'Ready offline' : 'Opens offline'}
      </button>
      <WhenOpened open={open}>
        <OfflineDialog open={open} onOpenChange={setOpen} />
      </WhenOpened>
    </>
  );
}
