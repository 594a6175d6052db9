import { Share2 } from 'lucide-react';
import { lazy, useState } from 'react';
import { useStudio } from '../desk.ts';
import { WhenOpened } from '../frame/WhenOpened.tsx';

const ShareDialog = lazy(() => import('./ShareDialog.tsx'));

/** Gives the recipe of what is on screen to others. */
export function ShareButton() {
  const hasPicture = useStudio(({ stages }) => stages.develop.state === 'ready');
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="button" disabled={!hasPicture} onClick={() => setOpen(true)}>
        <Share2 aria-hidden />
        <span>Share</span>
      </button>
      <WhenOpened open={open}>
        <ShareDialog open={open} onOpenChange={setOpen} />
      </WhenOpened>
    </>
  );
}
