import { useEffect, useState } from 'react';
import { useDesk } from '../desk.ts';
import { droppedFiles } from './dropped.ts';

/** Takes files that are dropped anywhere on the page, or pasted; shows that while they hover. */
export function DropZone() {
  const { session, studio } = useDesk();
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const take = (transfer: DataTransfer) =>
      droppedFiles(transfer).then(session.addFiles, (error: unknown) =>
        studio.getState().alert('drop', `What was dropped could not be read (${String(error)}).`),
      );

    addEventListener(
      'dragover',
      (event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        setIsOver(true);
      },
      { signal },
    );
    addEventListener('dragleave', (event) => event.relatedTarget === null && setIsOver(false), { signal });
    addEventListener(
      'drop',
      (event) => {
        setIsOver(false);
        if (!event.dataTransfer || !carriesFiles(event)) return;
        event.preventDefault();
        void take(event.dataTransfer);
      },
      { signal },
    );
    addEventListener(
      'paste',
      (event) => {
        if (!event.clipboardData?.files.length) return;
        event.preventDefault();
        void take(event.clipboardData);
      },
      { signal },
    );
    return () => listening.abort();
  }, [session, studio]);

  return isOver ? (
    <div className="drop-zone" aria-hidden="true">
      <p>Drop pictures or folders. They stay on this computer.</p>
    </div>
  ) : null;
}
