import { useEffect, useRef, useState } from 'react';
import type { Progress } from '../../engine/render-event.ts';
import { useDesk, useStudio } from '../desk.ts';
import { Dialog } from '../frame/Dialog.tsx';
import { JobFoot } from '../frame/JobFoot.tsx';

interface OfflineDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
}

const megabytes = (bytes: number) => `${Math.max(1, Math.round(bytes / 1e6))} MB`;

/** What works without a network, and the way to have all of it. */
export default function OfflineDialog({ open, onOpenChange }: OfflineDialogProps) {
  const { offline } = useDesk();
  const missing = useStudio((state) => state.missingBytes);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const stopping = useRef(new AbortController());

  useEffect(() => {
    if (open) void offline.count();
  }, [open, offline]);

  const make = async () => {
    stopping.current = new AbortController();
    setFault(null);
    setProgress({ stage: 'colour', words: 'Beginning', done: 0, of: 1 });
    setFault(await offline.keepModels({ progress: setProgress, signal: stopping.current.signal }));
    setProgress(null);
  };

  return (
    <Dialog title="Without a network" open={open} onOpenChange={onOpenChange}>
      <p>
        This page is kept in this browser and opens without a network. So does whatever was used here once of
        the models{missing ? '; the others need one, unless they are downloaded now.' : '.'}
      </p>
      {missing === 0 && <p>All models are here: everything works without a network.</p>}
      {fault && <p role="alert">{fault}</p>}
      <JobFoot
        label="Downloading models"
        progress={progress}
        onCancel={() => stopping.current.abort()}
        said={null}
      >
        <button type="button" className="button button-main" disabled={!missing} onClick={() => void make()}>
          Make ready for offline{missing ? ` (${megabytes(missing)})` : ''}
        </button>
      </JobFoot>
    </Dialog>
  );
}
