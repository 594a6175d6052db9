import { useEffect, useState } from 'react';
import { useDesk } from '../desk.ts';
import { droppedFiles, insteadOfFile } from './dropped.ts';

const isTyping = (target: EventTarget | null) =>
  target instanceof Element && target.closest('input, textarea, [contenteditable]') !== null;

/** Takes files that are dropped anywhere on the page, or pasted; shows that while they hover. */
export function DropZone() {
  const { session, studio } = useDesk();
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    // A link or a picture of another page: let fall unhandled, the browser would leave this page for it.
    const carriesAddress = (event: DragEvent) => event.dataTransfer?.types.includes('text/uri-list') ?? false;
    /** Says what to do about an address. @returns whether it was one. */
    const refuse = (transfer: DataTransfer) => {
      const sentence = insteadOfFile(transfer);
      if (sentence !== null) studio.getState().alert('drop', sentence);
      return sentence !== null;
    };
    const take = (transfer: DataTransfer) =>
      droppedFiles(transfer).then(session.addFiles, (error: unknown) =>
        studio.getState().alert('drop', `What was dropped could not be read (${String(error)}).`),
      );

    addEventListener(
      'dragover',
      (event) => {
        if (!carriesFiles(event) && !carriesAddress(event)) return;
        event.preventDefault();
        setIsOver(carriesFiles(event));
      },
      { signal },
    );
    addEventListener('dragleave', (event) => event.relatedTarget === null && setIsOver(false), { signal });
    addEventListener(
      'drop',
      (event) => {
        setIsOver(false);
        if (event.defaultPrevented) return; // a part of the page has taken it
        if (!event.dataTransfer || !(carriesFiles(event) || carriesAddress(event))) return;
        event.preventDefault();
        if (!refuse(event.dataTransfer)) void take(event.dataTransfer);
      },
      { signal },
    );
    addEventListener(
      'paste',
      (event) => {
        if (!event.clipboardData) return;
        if (event.clipboardData.files.length > 0) {
          event.preventDefault();
          void take(event.clipboardData);
        } else if (!isTyping(event.target)) refuse(event.clipboardData);
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
