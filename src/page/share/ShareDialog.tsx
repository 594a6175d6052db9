import { useEffect, useRef, useState } from 'react';
import { shortLink } from '../../engine/share/link.ts';
import { recipeFile } from '../../engine/share/recipe-file.ts';
import type { SharedRecipe } from '../../engine/share/shared-recipe.ts';
import { useDesk, useStudio } from '../desk.ts';
import { save } from '../export/save.ts';
import { Dialog } from '../frame/Dialog.tsx';
import { QrCode } from './QrCode.tsx';
import './share.css';

interface ShareDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
}

interface Ready {
  readonly shared: SharedRecipe;
  readonly link: string;
  readonly leavesOutStrokes: boolean;
}

const page = () => location.origin + location.pathname;

/** What whoever opens the link must know or have. */
function Notes({ shared, leavesOutStrokes }: Ready) {
  const ownModel = useStudio((state) => shared.recipe.colour.model in state.ownModels);
  const { picture, recipe } = shared;
  return (
    <ul className="share-notes">
      {picture.kind === 'file' && (
        <li>The picture stays on this computer: whoever opens the link is asked for “{picture.name}”.</li>
      )}
      {leavesOutStrokes && <li>What you drew does not fit into the link. The saved recipe holds it.</li>}
      {recipe.dream.enabled && recipe.dream.objective === 'guide' && (
        <li>The guide picture is in neither: it must be chosen again.</li>
      )}
      {ownModel && <li>The model “{recipe.colour.model}” is your own: give its ZIP along.</li>}
    </ul>
  );
}

/** The recipe as a link, as a code for a camera, and as a file. */
export default function ShareDialog({ open, onOpenChange }: ShareDialogProps) {
  const { sharing } = useDesk();
  const [ready, setReady] = useState<Ready | null>(null);
  const [said, setSaid] = useState('');
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (!open) return;
    let isOpen = true;
    setReady(null);
    setSaid('');
    void sharing.current().then(async (shared) => {
      if (!shared) return;
      const short = await shortLink(page(), shared);
      if (isOpen) setReady({ shared, ...short });
    });
    return () => {
      isOpen = false;
    };
  }, [open, sharing]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(ready?.link ?? '');
      setSaid('Copied.');
    } catch {
      field.current?.select(); // over plain HTTP a page may not write to the clipboard
      setSaid('The link is marked: copy it with Ctrl C.');
    }
  };
  const saveFile = () => {
    if (!ready) return;
    const name = `${ready.shared.picture.name.replace(/\.[^.]*$/, '')}.eosin.json`;
    save(name, new TextEncoder().encode(recipeFile(ready.shared)), 'json');
    setSaid(`Saved ${name}. Drop it on the page to open it again.`);
  };

  return (
    <Dialog title="Share" open={open} onOpenChange={onOpenChange}>
      <p>Whoever opens the link gets the settings as they stand here, and so the same picture.</p>
      <div className="share-link">
        <label>
          Link
          <input
            ref={field}
            className="text"
            readOnly
            value={ready?.link ?? ''}
            onFocus={({ target }) => target.select()}
          />
        </label>
        <button type="button" className="button" disabled={!ready} onClick={() => void copy()}>
          Copy
        </button>
      </div>
      {ready && <QrCode words={ready.link} label="The link as a QR code" />}
      {ready && <Notes {...ready} />}
      <div className="dialog-foot">
        <span className="dialog-words" role="status" aria-label="Share">
          {said}
        </span>
        <button type="button" className="button" disabled={!ready} onClick={saveFile}>
          Save recipe
        </button>
      </div>
    </Dialog>
  );
}
